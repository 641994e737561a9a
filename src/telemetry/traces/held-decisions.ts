import { TraceFlags } from '@opentelemetry/api';
import { hrTimeToMilliseconds } from '@opentelemetry/core';
import type { ReadableSpan, Span, SpanProcessor } from '@opentelemetry/sdk-trace-base';
import { decisionKeptFor, type KeptFor } from './kept-for.js';
import { ATTRIBUTES, SPANS } from '../names.js';
import { sampledCopy } from './sampled-copy.js';
import type { KeepSettings } from './trace-settings.js';

/** Decisions that head sampling left out. */
export interface HeldCounts {
  /** Now waiting for their outcome. */
  held: number;
  /** Exported nevertheless, by cause. */
  readonly kept: Partial<Record<KeptFor, number>>;
  /** Not exported: nothing about them is remarkable. */
  dull: number;
  /** Not exported: too many waited, so nobody knows what came of them. */
  letGo: number;
}

/**
 * Holds the spans of decisions that head sampling left out until it is known whether they are remarkable; hands on those
 * that are, and every sampled span at once. Every span of a decision is a child of its `dragoman.decide`, or linked to it.
 */
export class HeldDecisions implements SpanProcessor {
  readonly #next: SpanProcessor;
  readonly #settings: KeepSettings;
  /** By the id of the decision's span; insertion order is age. */
  readonly #held = new Map<string, ReadableSpan[]>();
  /** Those whose later spans are exported as well: the comparison with a copy may come after the outcome. */
  readonly #kept = new Set<string>();
  readonly counts: HeldCounts = { held: 0, kept: {}, dull: 0, letGo: 0 };

  constructor(next: SpanProcessor, settings: KeepSettings) {
    this.#next = next;
    this.#settings = settings;
  }

  onStart(span: Span): void {
    if (span.name !== SPANS.decide || isSampled(span)) return;
    if (this.#held.size >= this.#settings.hold) this.#letGoOldest();
    this.#held.set(span.spanContext().spanId, []);
    this.counts.held = this.#held.size;
  }

  onEnd(span: ReadableSpan): void {
    if (isSampled(span)) {
      this.#next.onEnd(span);
      return;
    }
    const isDecision = span.name === SPANS.decide;
    const decision = isDecision ? span.spanContext().spanId : decisionOf(span);
    if (decision === undefined) return;
    if (this.#kept.has(decision)) this.#next.onEnd(sampledCopy(span));
    else this.#held.get(decision)?.push(span);
    if (!isDecision) return;
    const { attributes, status, duration } = span;
    const milliseconds = hrTimeToMilliseconds(duration);
    const cause = decisionKeptFor({ attributes, status, milliseconds }, this.#settings.slowMs);
    if (cause !== undefined) this.#keep(decision, cause);
  }

  /**
   * Ends the wait of a decision.
   *
   * @param decision id of its span
   * @param cause `undefined` when nothing about its outcome is remarkable
   * @returns whether its trace is exported
   */
  settle(decision: string, cause: KeptFor | undefined): boolean {
    if (cause !== undefined) this.#keep(decision, cause);
    else if (this.#held.delete(decision)) this.counts.dull += 1;
    this.counts.held = this.#held.size;
    return this.#kept.has(decision);
  }

  forceFlush(): Promise<void> {
    return this.#next.forceFlush();
  }

  shutdown(): Promise<void> {
    this.#held.clear();
    return this.#next.shutdown();
  }

  #keep(decision: string, cause: KeptFor): void {
    const spans = this.#held.get(decision);
    if (spans === undefined) return;
    this.#held.delete(decision);
    this.counts.held = this.#held.size;
    this.counts.kept[cause] = (this.counts.kept[cause] ?? 0) + 1;
    if (this.#kept.size >= this.#settings.hold) deleteFirst(this.#kept);
    this.#kept.add(decision);
    for (const span of spans) {
      const more = span.name === SPANS.decide ? { [ATTRIBUTES.keptFor]: cause } : {};
      this.#next.onEnd(sampledCopy(span, more));
    }
  }

  #letGoOldest(): void {
    deleteFirst(this.#held);
    this.counts.letGo += 1;
  }
}

function isSampled(span: Pick<ReadableSpan, 'spanContext'>): boolean {
  return (span.spanContext().traceFlags & TraceFlags.SAMPLED) !== 0;
}

function decisionOf({ links: [link], parentSpanContext }: ReadableSpan): string | undefined {
  return (link?.context ?? parentSpanContext)?.spanId;
}

function deleteFirst(entries: Map<string, unknown> | Set<string>): void {
  const [first] = entries.keys();
  if (first !== undefined) entries.delete(first);
}
