/**
 * The story of one request; start reading here.
 *
 *   RequestHead, body -> RequestView -> Signal[] -> Decision -> Mutation
 *
 * Each room takes the last one's value and returns a new one. Envoy does everything else.
 */
import { isSpanContextValid, type Span, SpanKind, trace } from '@opentelemetry/api';
import { randomUUID } from 'node:crypto';
import type { Decision } from '../decision/decision.js';
import type { Problem } from '../errors.js';
import { errorReply } from '../mutation/error-reply.js';
import { mutate } from '../mutation/mutate.js';
import type { Mutation } from '../mutation/mutation.js';
import { withShadow } from '../mutation/with-shadow.js';
import type { DecisionRecord } from '../record/decision-record.js';
import { promptFacts } from '../record/prompt-facts.js';
import { parseRequest } from '../request/parse-request.js';
import type { RequestHead } from '../request/request-head.js';
import type { RequestView } from '../request/request-view.js';
import { ATTRIBUTES, SPANS } from '../telemetry/names.js';
import { spanStep, spanStepAsync } from '../telemetry/traces/span-step.js';
import { traceparentOf } from '../telemetry/traces/trace-context.js';
import { type OpenCascade, openCascade } from './cascade/open-cascade.js';
import { asChallenger, deciding } from './experiment.js';
import { judge, type Trace } from './judge.js';
import { NO_SHEDDING, type Shedding } from './load/shedding.js';
import type { Memory } from './memory.js';
import type { VoicedDiscontent } from './past.js';
import { openShadow, type OpenShadow } from './shadow/open-shadow.js';
import type { Snapshot } from './snapshot.js';
import { describeDecision, describeId, describeRequest } from './span-attributes.js';

/** A request as Envoy shows it. */
export interface ShownRequest {
  readonly head: RequestHead;
  readonly body: Buffer;
  /** Envoy's `x-request-id`, or one of our own when Envoy made none. */
  readonly requestId: string;
  /** What must be left out for want of time; default: nothing. */
  readonly shedding?: Shedding | undefined;
}

/** What became of it. */
export interface Routed {
  readonly mutation: Mutation;
  /** What was asked and what is recorded of it; absent when the request was answered with an error. */
  readonly view?: RequestView;
  readonly record?: DecisionRecord;
  /** What the gate must know of the request; absent where no answer will be judged. */
  readonly cascade?: OpenCascade;
  /** What a copy of the request needs, whose answer is compared later; absent where none is sent. */
  readonly shadow?: OpenShadow;
  /** What the request says about the answer before it; absent where it says nothing. */
  readonly discontent?: VoicedDiscontent;
  readonly problem?: Problem;
}

/** Routes one request against one snapshot, inside a `dragoman.decide` span below the caller's. */
export function route(
  shown: ShownRequest,
  snapshot: Snapshot,
  memory: Memory,
  { tracer, context: parent }: Trace,
): Promise<Routed> {
  const decide = async (span: Span): Promise<Routed> => {
    const start = performance.now();
    const { shedding = NO_SHEDDING } = shown;
    if (span.isRecording()) span.setAttributes(describeId(shown.requestId));
    // Without a trace there is nothing that other spans could belong to.
    const context = isSpanContextValid(span.spanContext()) ? trace.setSpan(parent, span) : parent;
    const { maxBodyBytes, maxDepth } = snapshot.registry.policy.limits;
    const parsed = spanStep(tracer, SPANS.parse, context, () =>
      parseRequest(shown.head, shown.body, { maxBodyBytes, maxDepth }),
    );
    if (!parsed.ok) return refuse(parsed.problem, span);
    const view = parsed.value;
    if (span.isRecording()) span.setAttributes(describeRequest(view));

    const serving = deciding(view, snapshot);
    const judged = await judge(view, serving, memory, { tracer, context }, shedding);
    if (!judged.ok) return refuse(judged.problem, span);
    const { signals, conversation, turn, discontent } = judged.value;
    const decision = serving === snapshot ? judged.value.decision : asChallenger(judged.value.decision);

    const id = randomUUID();
    const shadow = openShadow(view, decision, signals, serving, {
      room: roomFor(memory, serving, shedding),
      draw: Math.random(),
    });
    const forward = mutate(id, decision, view, shown.body, upstreamModelOf(serving, decision));
    const mutation = shadow ? withShadow(forward, shadow.reference) : forward;
    if (mutation.clusters.length > 1 && conversation !== undefined)
      memory.conversations?.opened(id, conversation);
    if (turn !== undefined) memory.turns?.remember(turn.conversation, { ...turn.turn, decision: id });
    const record: DecisionRecord = {
      id,
      requestId: shown.requestId,
      decidedAt: Date.now(),
      ...askedOf(view, serving),
      conversation,
      signals,
      decision,
      ...(shedding.left.length > 0 && { shed: shedding.left }),
      decideMicroseconds: (performance.now() - start) * 1000,
      traceparent: span.isRecording() ? traceparentOf(span) : '',
    };
    if (span.isRecording()) {
      const context = { marginBar: serving.plan.margin, shadow: shadow?.reference };
      span.setAttributes(describeDecision(record, context));
    }
    const cascade = openCascade(view, decision, serving, shown.body, record.traceparent);
    const later = {
      ...(cascade && { cascade }),
      ...(shadow && { shadow }),
      ...(discontent && { discontent }),
    };
    return { mutation, view, record, ...later };
  };
  return spanStepAsync(tracer, SPANS.decide, parent, decide, { kind: SpanKind.SERVER });
}

/** Nobody waits for a copy's answer. */
function roomFor(
  { shadows }: Memory,
  { registry: { policy } }: Snapshot,
  shedding: Shedding,
): Memory['shadows'] {
  return policy.shadow !== undefined && shedding.sheds('shadow') ? undefined : shadows;
}

function refuse(problem: Problem, span: Span): Routed {
  span.setAttribute(ATTRIBUTES.errorType, problem.code);
  return { mutation: errorReply(problem), problem };
}

function upstreamModelOf(snapshot: Snapshot, decision: Decision): string {
  return snapshot.registry.pool.models.get(decision.model)?.upstreamModel ?? decision.model;
}

type Asked = Pick<
  DecisionRecord,
  'registryVersion' | 'bundle' | 'endpoint' | 'modelAsked' | 'stream' | 'tenant' | 'prompt'
>;

/** What was asked, and of which registry. */
function askedOf(view: RequestView, serving: Snapshot): Asked {
  return {
    registryVersion: serving.registry.version,
    ...bundleOf(serving),
    endpoint: view.endpoint,
    modelAsked: view.model ?? 'auto',
    stream: view.stream,
    tenant: view.head.headers.get(serving.registry.policy.tenantHeader),
    prompt: promptFacts(view),
  };
}

/** Only a bundle that brings something to the registry. */
function bundleOf({ bundle }: Snapshot): Pick<DecisionRecord, 'bundle'> {
  return bundle === undefined || bundle.parts.length === 0 ? {} : { bundle: bundle.version };
}
