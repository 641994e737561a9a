import type { RegistryCascade } from '../../config/registry.js';
import type { HostPort } from '../../envoy/address.js';
import type { Gatekeeper } from '../../extproc/gatekeeper.js';
import type { Answer } from '../../gate/answer.js';
import type { Ask } from '../../gate/ask.js';
import type { GateScorer } from '../../gate/gate-scorer.js';
import { judgeAnswer } from '../../gate/judge-answer.js';
import type { TierAttempt } from '../../outcome/attempt.js';
import type { Outcome } from '../../outcome/outcome.js';
import { costOf } from '../../outcome/cost.js';
import type { Recorder } from '../../record/recorder.js';
import type { HealthOf } from '../../decision/model-health.js';
import type { Shedding } from '../../router/load/shedding.js';
import type { CascadeNews } from '../../router/memory.js';
import type { OpenCascade } from '../../router/cascade/open-cascade.js';
import { OpenCascades } from '../../router/cascade/open-cascades.js';
import { SecondOpinions } from '../../router/cascade/second-opinions.js';
import { Thrash, type ThrashState } from '../../router/cascade/thrash.js';
import { createWeigher } from '../../router/cascade/weigh-answer.js';
import type { Instruments, Snapshot } from '../../router/snapshot.js';
import { emitAttemptSpan } from '../../telemetry/traces/attempt-span.js';
import type { Logger } from '../../telemetry/logger.js';
import type { Metrics } from '../../telemetry/metrics/metrics.js';
import type { Tracing } from '../../telemetry/traces/tracing.js';
import { createGatekeeper } from './create-gatekeeper.js';
import { watchHealth } from './watch-health.js';

export interface CascadeParts {
  readonly instruments: Instruments;
  /** Envoy's internal listener, where second opinions are asked for. */
  readonly internal: HostPort;
  /** Envoy's admin endpoint; `undefined` when it is not known. */
  readonly admin: HostPort | undefined;
  /** The snapshot in service. */
  readonly snapshot: () => Snapshot;
  /** What a loaded process leaves out of judgements. */
  readonly shedding: () => Shedding;
  readonly recorder: Recorder;
  readonly tracing: Tracing;
  readonly metrics: Pick<Metrics, 'judged'>;
  readonly logger: Logger;
}

/** Everything that cascades need from one request, or one answer, to the next. */
export interface Cascades extends CascadeNews {
  readonly gatekeeper: Gatekeeper;
  /** A request was sent on its way. */
  readonly open: (decision: string, cascade: OpenCascade) => void;
  /** Requests are over. */
  readonly close: (outcomes: readonly Outcome[]) => void;
  /** For the admin endpoint `/counters`. */
  readonly counts: CascadeCounts;
  /** For metrics: what Envoy knows of a model, which is read as long as somebody asks. */
  readonly healthNow: HealthOf;
  readonly stop: () => void;
}

export interface CascadeCounts {
  /** Requests under way. */
  readonly open: number;
  /** By route. */
  readonly routes: Readonly<Record<string, ThrashState>>;
}

const WARM_UPS = 5;

/** A scraper that asked this long ago, in milliseconds, will ask again. */
const ASKED_MS = 120_000;

export function startCascades(parts: CascadeParts): Cascades {
  const { snapshot, shedding, recorder, tracing, metrics, logger } = parts;
  const open = new OpenCascades();
  const thrash = new Thrash((route, state) => {
    report(route, state, logger);
  });
  const renewWith = renewal(thrash);
  let askedAt = -Infinity;
  const isWatched = (): boolean => hasCascades(snapshot()) || performance.now() - askedAt < ASKED_MS;
  const watch = parts.admin && watchHealth(parts.admin, isWatched);
  const health: HealthOf = (model) => watch?.of(model) ?? 'unknown';
  const opinions = new SecondOpinions(parts.internal);
  const scorer = parts.instruments.gate;
  if (scorer !== undefined && hasCascades(snapshot())) warmUp(scorer);
  const onAttempt = (decision: string, cascade: OpenCascade, attempt: TierAttempt): void => {
    recorder.judged(decision, attempt);
    count(thrash, cascade, attempt);
    const { route, traceparent } = cascade;
    metrics.judged(route, attempt);
    emitAttemptSpan(tracing.tracer, traceparent, decision, attempt, thrash.isThrashing(route));
  };
  return {
    gatekeeper: createGatekeeper({
      find: (decision) => open.find(decision),
      weigh: createWeigher({ scorer, opinions, shedding }),
      ...{ scorer, shedding, health, onAttempt },
    }),
    open: (decision, cascade) => {
      open.open(decision, cascade);
    },
    close: (outcomes) => {
      for (const { decisionId } of outcomes) if (decisionId !== undefined) open.close(decisionId);
    },
    health,
    healthNow(model) {
      askedAt = performance.now();
      return health(model);
    },
    startAt(route) {
      const cascade = cascadeOf(snapshot(), route);
      renewWith(route, cascade);
      return cascade?.onThrash === 'skip' && thrash.skipsFirst(route) ? 1 : 0;
    },
    get counts() {
      return { open: open.size, routes: thrash.states };
    },
    stop: () => {
      watch?.stop();
      opinions.close();
    },
  };
}

/** The first judgements take a tenth of a second, which requests should not wait for. */
function warmUp(scorer: GateScorer): void {
  const ask: Ask = { prompt: 'How much is 6 * 7?', system: '', responseFormat: 'text', tools: [] };
  const answer: Answer = { text: '6 * 7 = 42', finish: 'stop', toolCalls: [], hasMedia: false };
  for (let run = 0; run < WARM_UPS; run += 1) judgeAnswer(ask, answer, { bar: 0.5, scorer });
}

function hasCascades({ registry }: Snapshot): boolean {
  return registry.routes.some(({ cascade }) => cascade !== undefined);
}

function cascadeOf({ registry }: Snapshot, route: string): RegistryCascade | undefined {
  return registry.routes.find(({ name }) => name === route)?.cascade;
}

/** Forgets how a route's tiers fared once they are other ones. */
function renewal(thrash: Thrash): (route: string, cascade: RegistryCascade | undefined) => void {
  const known = new Map<string, string>();
  return (route, cascade) => {
    const tiers = cascade?.tiers.map(({ model }) => model).join(' ') ?? '';
    if ((known.get(route) ?? tiers) !== tiers) thrash.renew(route);
    known.set(route, tiers);
  };
}

/** Only rejected answers are waste, and only the first tier says whether the cascade pays. */
function count(thrash: Thrash, { route, cascade, priceOf }: OpenCascade, attempt: TierAttempt): void {
  const { model, escalated, verdict, inputTokens, outputTokens } = attempt;
  if (verdict === undefined) return;
  if (escalated) {
    thrash.wasted(route, inputTokens + outputTokens, costOf(priceOf(model), attempt) ?? 0);
  }
  const [first, second] = cascade.tiers;
  if (first?.model !== model || second === undefined) return;
  // Rejected is rejected, also where no other tier was well and it was delivered.
  const answer = { ...attempt, escalated: !verdict.pass };
  thrash.judged(route, answer, priceOf(first.model), priceOf(second.model));
}

function report(route: string, state: ThrashState, logger: Logger): void {
  if (state.thrashing) {
    logger.warn({ route, ...state }, 'the first tier of the cascade costs more than it saves');
  } else {
    logger.info({ route, ...state }, 'the first tier of the cascade pays again');
  }
}
