/**
 * The story of one tier's answer:
 *
 *   body -> Answer -> Verdict -> the next tier, or the client
 *
 * Envoy carries out either.
 */
import type { Answer } from '../../gate/answer.js';
import { judgeUnreadable } from '../../gate/judge-answer.js';
import { readAnswer } from '../../gate/reading/read-answer.js';
import type { Verdict } from '../../gate/verdict.js';
import type { TierAttempt } from '../../outcome/attempt.js';
import { estimateTokens } from '../../request/token-estimate.js';
import { escalate, type Escalation } from './escalation.js';
import type { HealthOf } from '../../decision/model-health.js';
import type { OpenCascade } from './open-cascade.js';
import type { WeighAnswer } from './weigh-answer.js';

/** A tier's answer as Envoy shows it. */
export interface TierAnswer {
  /** Pool name of the tier's model. */
  readonly model: string;
  /** From 1. */
  readonly number: number;
  /** The clusters that Envoy walks, one an attempt. */
  readonly chain: readonly string[];
  readonly status: number;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** Milliseconds since 1970 at which its head was there. */
  readonly answeredAt: number;
}

export interface TierJudgement {
  readonly attempt: TierAttempt;
  /** `undefined`: the answer is delivered. */
  readonly escalation: Escalation | undefined;
}

/** What is known besides the answer. */
export interface GateCircumstances {
  readonly health: HealthOf;
  readonly weigh: WeighAnswer;
}

/** Judges one whole answer and says where it goes. */
export async function judgeTier(
  open: OpenCascade,
  tier: TierAnswer,
  body: Buffer,
  { health, weigh }: GateCircumstances,
): Promise<TierJudgement> {
  const { headers } = tier;
  const read = readAnswer(open.endpoint, body, {
    contentType: headers.get('content-type'),
    contentEncoding: headers.get('content-encoding'),
  });
  if (!read.ok) return judgementOf(open, tier, judgeUnreadable(read.problem), {}, health);
  const answer = read.value;
  const verdict = await weigh(open, tier.model, answer);
  return judgementOf(open, tier, verdict, spentOn(answer), health);
}

/** Tokens of an answer, estimated where its server does not say. */
function spentOn({ inputTokens, outputTokens, text }: Answer): TokensSpent {
  return {
    ...(inputTokens !== undefined && { inputTokens }),
    outputTokens: outputTokens ?? estimateTokens([text]),
    ...(inputTokens !== undefined && outputTokens !== undefined && { isCounted: true }),
  };
}

export interface TokensSpent {
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  readonly isCounted?: true;
}

/** What follows from a verdict. */
export function judgementOf(
  open: OpenCascade,
  tier: TierAnswer,
  verdict: Verdict,
  { inputTokens = open.tokenEstimate, outputTokens = 0, isCounted }: TokensSpent,
  health: GateCircumstances['health'],
): TierJudgement {
  const escalation = verdict.pass ? undefined : escalate(tier.chain, tier.number, health);
  const attempt: TierAttempt = {
    model: tier.model,
    number: tier.number,
    status: tier.status,
    verdict,
    escalated: escalation !== undefined,
    inputTokens,
    outputTokens,
    ...(isCounted && { isCounted }),
    answeredAt: tier.answeredAt,
    judgedAt: Date.now(),
  };
  return { attempt, escalation };
}

/** An error of a tier: Envoy itself sends the request on, where its status is one of those that go on. */
export function failedAttempt({ model, number, status, answeredAt }: TierAnswer): TierAttempt {
  const spent = { inputTokens: 0, outputTokens: 0 };
  return { model, number, status, escalated: false, ...spent, answeredAt, judgedAt: answeredAt };
}
