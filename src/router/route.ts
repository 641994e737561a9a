/**
 * The story of one request; start reading here.
 *
 *   RequestHead, body -> RequestView -> Signal[] -> Decision -> Mutation
 *
 * Each room takes the last one's value and returns a new one. Envoy does everything else.
 */
import { type Span, trace } from '@opentelemetry/api';
import { randomUUID } from 'node:crypto';
import type { Decision } from '../decision/decision.js';
import type { Problem } from '../errors.js';
import { errorReply } from '../mutation/error-reply.js';
import { mutate } from '../mutation/mutate.js';
import type { Mutation } from '../mutation/mutation.js';
import type { DecisionRecord } from '../record/decision-record.js';
import { parseRequest } from '../request/parse-request.js';
import type { RequestHead } from '../request/request-head.js';
import { ATTRIBUTES, SPANS } from '../telemetry/names.js';
import { spanStep, spanStepAsync } from '../telemetry/span-step.js';
import { traceparentOf } from '../telemetry/tracing.js';
import { type OpenCascade, openCascade } from './cascade/open-cascade.js';
import { judge, type Trace } from './judge.js';
import type { Memory } from './memory.js';
import type { Snapshot } from './snapshot.js';
import { describeDecision, describeRequest } from './span-attributes.js';

/** A request as Envoy shows it. */
export interface Exchange {
  readonly head: RequestHead;
  readonly body: Buffer;
  /** Envoy's `x-request-id`, or one of our own when Envoy made none. */
  readonly requestId: string;
}

/** What became of it. */
export interface Routed {
  readonly mutation: Mutation;
  /** Absent when the request was answered with an error. */
  readonly record?: DecisionRecord;
  /** What the gate must know of the request; absent where no answer will be judged. */
  readonly cascade?: OpenCascade;
  readonly problem?: Problem;
}

/** Routes one request against one snapshot, inside a `dragoman.decide` span below the caller's. */
export async function route(
  exchange: Exchange,
  snapshot: Snapshot,
  memory: Memory,
  { tracer, context: parent }: Trace,
): Promise<Routed> {
  return spanStepAsync(tracer, SPANS.decide, parent, async (span) => {
    const start = performance.now();
    span.setAttribute(ATTRIBUTES.requestId, exchange.requestId);
    const context = trace.setSpan(parent, span);
    const { maxBodyBytes, maxDepth } = snapshot.registry.policy.limits;
    const parsed = spanStep(tracer, SPANS.parse, context, () =>
      parseRequest(exchange.head, exchange.body, { maxBodyBytes, maxDepth }),
    );
    if (!parsed.ok) return refuse(parsed.problem, span);
    const view = parsed.value;
    if (span.isRecording()) span.setAttributes(describeRequest(view));

    const judged = await judge(view, snapshot, memory, { tracer, context });
    if (!judged.ok) return refuse(judged.problem, span);
    const { signals, decision, conversation } = judged.value;

    const id = randomUUID();
    const mutation = mutate(id, decision, view, exchange.body, upstreamModelOf(snapshot, decision));
    if (mutation.clusters.length > 1 && conversation !== undefined)
      memory.conversations?.opened(id, conversation);
    const record: DecisionRecord = {
      id,
      requestId: exchange.requestId,
      decidedAt: Date.now(),
      registryVersion: snapshot.registry.version,
      endpoint: view.endpoint,
      modelAsked: view.model ?? 'auto',
      stream: view.stream,
      signals,
      decision,
      decideMicroseconds: (performance.now() - start) * 1000,
      traceparent: span.isRecording() ? traceparentOf(span) : '',
    };
    if (span.isRecording()) span.setAttributes(describeDecision(record));
    const cascade = openCascade(view, decision, snapshot, exchange.body, record.traceparent);
    return { mutation, record, ...(cascade && { cascade }) };
  });
}

function refuse(problem: Problem, span: Span): Routed {
  span.setAttribute(ATTRIBUTES.errorType, problem.code);
  return { mutation: errorReply(problem), problem };
}

function upstreamModelOf(snapshot: Snapshot, decision: Decision): string {
  return snapshot.registry.pool.models.get(decision.model)?.upstreamModel ?? decision.model;
}
