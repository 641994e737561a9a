import type { StoredRecord } from '../../record/stored-record.js';
import type { RecordStore } from '../../store/record-store.js';
import { type Discontent, isUncovered, observationsOf, routeOf } from './drift-metric.js';
import { beginOf, DriftStreams, type DriftPeriod, phaseOf } from './drift-stream.js';
import { lastUserText, type PromptText } from './prompt-text.js';
import { Reservoir } from './reservoir.js';
import { FEWEST_REFERENCE } from './shift-test.js';

export interface GatherOptions {
  readonly period: DriftPeriod;
  /** Chance that anything is found where nothing has changed, over all streams. */
  readonly alpha: number;
  /** Most texts kept of the reference, of the window, and of traffic that no route covers; 0 for none. */
  readonly texts: number;
  readonly onRecords?: (count: number) => void;
}

/** What the records say, before it is told. */
export interface GatheredDrift {
  readonly streams: DriftStreams;
  /** Chance of a false alarm in one stream, so that all of them together keep to `alpha` (Bonferroni). */
  readonly alphaEach: number;
  readonly records: { readonly reference: number; readonly window: number };
  readonly texts: { readonly reference: readonly PromptText[]; readonly window: readonly PromptText[] };
  readonly uncovered: readonly PromptText[];
  /** Records that no route covers and whose text was kept. */
  readonly uncoveredSeen: number;
}

const HOUR_MS = 3_600_000;

/** Reads the records once, oldest first. */
export async function gatherDrift(
  store: Pick<RecordStore, 'scan' | 'feedback'>,
  { period, alpha, texts, onRecords }: GatherOptions,
): Promise<GatheredDrift> {
  const filter = { since: beginOf(period), until: period.until };
  const discontent = await discontentOf(store.feedback(filter));
  const streams = new DriftStreams(period);
  const samples = { reference: new Reservoir<PromptText>(texts), window: new Reservoir<PromptText>(texts) };
  const uncovered = new Reservoir<PromptText>(texts);
  const counts = { reference: 0, window: 0 };
  const isNew = onceAnHour();
  let alphaEach: number | undefined;
  for await (const batch of store.scan(filter)) {
    for (const record of batch) {
      const phase = phaseOf(record.at, period);
      if (phase !== 'neither') counts[phase] += 1;
      if (phase === 'window') alphaEach ??= split(alpha, streams, samples.reference.items);
      if (!isNew(record)) continue;
      if (phase !== 'neither') keepText(record, samples[phase], uncovered);
      const route = routeOf(record);
      for (const { metric, value } of observationsOf(record, discontent.get(record.id) ?? CONTENT)) {
        streams.take(null, metric, value, record.at, alphaEach ?? alpha);
        if (route !== null) streams.take(route, metric, value, record.at, alphaEach ?? alpha);
      }
    }
    onRecords?.(batch.length);
  }
  return {
    ...{ streams, records: counts },
    alphaEach: alphaEach ?? split(alpha, streams, samples.reference.items),
    texts: { reference: byTime(samples.reference.items), window: byTime(samples.window.items) },
    uncovered: byTime(uncovered.items),
    uncoveredSeen: uncovered.seen,
  };
}

const CONTENT: Discontent = { reask: false, disliked: false };

async function discontentOf(batches: ReturnType<RecordStore['feedback']>): Promise<Map<string, Discontent>> {
  const found = new Map<string, Discontent>();
  for await (const batch of batches) {
    for (const { decision, source, score } of batch) {
      if (score === null || score >= 0.5) continue;
      const before = found.get(decision) ?? CONTENT;
      const isPerson = source === 'user' || source === 'label';
      found.set(decision, isPerson ? { ...before, disliked: true } : { ...before, reask: true });
    }
  }
  return found;
}

/**
 * The turns of a conversation are alike, and would pass for more evidence than they are: one counts in each hour. By the
 * hour, and not once for all, because a longer period would else hold fewer of the common ones.
 */
function onceAnHour(): (record: StoredRecord) => boolean {
  let hour = NaN;
  let seen = new Set<string>();
  return ({ at, conversation }) => {
    const now = Math.floor(at / HOUR_MS);
    if (now !== hour) [hour, seen] = [now, new Set()];
    if (conversation === null) return true;
    if (seen.has(conversation)) return false;
    seen.add(conversation);
    return true;
  };
}

function keepText(
  record: StoredRecord,
  sample: Reservoir<PromptText>,
  uncovered: Reservoir<PromptText>,
): void {
  const text = lastUserText(record);
  if (text === undefined) return;
  const prompt = { at: record.at, route: routeOf(record), text };
  sample.add(prompt);
  if (isUncovered(record)) uncovered.add(prompt);
}

/** Counts the streams that are going to be tested, distances included, before the window is looked at. */
function split(alpha: number, streams: DriftStreams, texts: readonly PromptText[]): number {
  const byRoute = new Map<string | null, number>([[null, texts.length]]);
  for (const { route } of texts) if (route !== null) byRoute.set(route, (byRoute.get(route) ?? 0) + 1);
  const distances = [...byRoute.values()].filter((count) => count >= FEWEST_REFERENCE).length;
  return alpha / Math.max(1, streams.ready + distances);
}

function byTime(texts: readonly PromptText[]): PromptText[] {
  return [...texts].sort((a, b) => a.at - b.at);
}
