import {
  type Attempt,
  type GateAction,
  type Gatekeeper,
  type AnswerJudge,
  PASS,
  type PrefixWatch,
} from '../../extproc/gatekeeper.js';
import { decodeBody } from '../../gate/reading/decode-body.js';
import type { GateScorer } from '../../gate/gate-scorer.js';
import { createPrefixJudge } from '../../gate/judge-prefix.js';
import type { Verdict } from '../../gate/verdict.js';
import { emitAsStream } from '../../mutation/emit/emit-as-stream.js';
import type { TierAttempt } from '../../outcome/attempt.js';
import {
  failedAttempt,
  type GateCircumstances,
  judgementOf,
  judgeTier,
  type TierAnswer,
  type TierJudgement,
} from '../../router/cascade/judge-tier.js';
import type { OpenCascade } from '../../router/cascade/open-cascade.js';
import { judgingUnder } from '../../router/load/judging-under.js';
import type { Shedding } from '../../router/load/shedding.js';

export interface GatekeeperOptions extends GateCircumstances {
  /** The trained gate, for streams that end before their beginning is full. */
  readonly scorer?: GateScorer | undefined;
  /** What a loaded process leaves out of the judgement of a stream's beginning. */
  readonly shedding: () => Shedding;
  readonly find: (decision: string) => OpenCascade | undefined;
  /** Told of every attempt of an open cascade. */
  readonly onAttempt: (decision: string, open: OpenCascade, attempt: TierAttempt) => void;
}

/** A larger answer goes on unjudged; Envoy holds no more of one than twice this. */
const MOST_BYTES = 16_777_216;

/** Our own part of the time that judging may take, in milliseconds. */
const OWN_MS = 1_000;

/** A head, and nothing behind it for as long as the tier may take. */
const STALLED: Verdict = {
  ...{ pass: false, score: 0, reasons: ['empty'], stage: 'contract' },
  ...{ microseconds: 0, tokens: 0 },
};

/** Ties the gate's streams to the cascades in flight. */
export function createGatekeeper(options: GatekeeperOptions): Gatekeeper {
  return {
    judging: (attempt) => judging(attempt, options),
    watching: (attempt) => watching(attempt, options),
  };
}

/** The cascade in flight, where its answer is to be judged; errors are only counted. */
function judgeable(attempt: Attempt, { find, onAttempt }: GatekeeperOptions): Judgeable | undefined {
  const { decisionId: decision = '', status } = attempt;
  const open = find(decision);
  if (open === undefined) return undefined;
  const tier = { ...attempt, answeredAt: Date.now() };
  if (status === 200) return { decision, open, tier };
  onAttempt(decision, open, failedAttempt(tier));
  return undefined;
}

interface Judgeable {
  readonly decision: string;
  readonly open: OpenCascade;
  readonly tier: TierAnswer;
}

function judging(attempt: Attempt, options: GatekeeperOptions): AnswerJudge | undefined {
  const found = judgeable(attempt, options);
  const length = Number(attempt.headers.get('content-length') ?? 0);
  if (length > MOST_BYTES || attempt.status !== 200) return undefined;
  // After a restart nothing is known of the request, but the client still waits for its event stream.
  if (found === undefined) return attempt.emitAs === undefined ? undefined : reshaping(attempt);
  return {
    deadlineMs: OWN_MS + found.open.judgingMs,
    judge: async (body) => {
      const action = settled(await judgeTier(found.open, found.tier, body, options), found, options);
      return action.kind === 'pass' ? deliver(attempt, body) : action;
    },
  };
}

/** Tells of a judgement, and says what follows from it. */
function settled(
  { attempt, escalation }: TierJudgement,
  { decision, open }: Judgeable,
  { onAttempt }: GatekeeperOptions,
): GateAction {
  onAttempt(decision, open, attempt);
  return escalation === undefined ? PASS : { kind: 'escalate', ...escalation };
}

function reshaping(attempt: Attempt): AnswerJudge {
  return { deadlineMs: OWN_MS, judge: (body) => Promise.resolve(deliver(attempt, body)) };
}

/** In the shape that the client asked for; an answer that has no such shape goes on as it is. */
function deliver({ emitAs, headers }: Attempt, body: Buffer): GateAction {
  if (emitAs === undefined) return PASS;
  const plain = decodeBody(body, headers.get('content-encoding'));
  const stream = plain.ok ? emitAsStream(emitAs, plain.value) : undefined;
  return stream === undefined ? PASS : { kind: 'replace', contentType: 'text/event-stream', body: stream };
}

function watching(attempt: Attempt, options: GatekeeperOptions): PrefixWatch | undefined {
  const found = judgeable(attempt, options);
  // No tier was asked for a compressed stream: what sends one all the same is not held.
  if (found === undefined || isEncoded(attempt)) return undefined;
  const { open, tier } = found;
  const { gate, prefix } = open.cascade;
  const judge = createPrefixJudge(open.ask, open.endpoint, {
    tokens: prefix.tokens,
    judging: judgingUnder(options.shedding(), { bar: gate.bar, scorer: options.scorer }),
  });
  const settle = (verdict: Verdict): GateAction =>
    settled(
      judgementOf(open, tier, verdict, { outputTokens: prefix.tokens }, options.health),
      found,
      options,
    );
  const tierTimeoutMs = open.cascade.tiers.find(({ model }) => model === tier.model)?.timeoutMs;
  return {
    silenceMs: tierTimeoutMs ?? Infinity,
    holdMs: prefix.holdMs,
    stall: () => settle(STALLED),
    push: (chunk, end) => {
      const verdict = judge.push(chunk) ?? (end ? judge.end() : undefined);
      return verdict && settle(verdict);
    },
    expire: () => settle(judge.expire()),
  };
}

function isEncoded({ headers }: Attempt): boolean {
  return !['', 'identity'].includes(headers.get('content-encoding')?.trim().toLowerCase() ?? '');
}
