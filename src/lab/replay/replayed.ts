import type { Registry } from '../../config/registry.js';
import type { Decision, DecisionLayer } from '../../decision/decision.js';
import { USUAL_OUTPUT_TOKENS } from '../../decision/expectations.js';
import type { Reason } from '../../decision/reason.js';
import type { ErrorCode } from '../../errors.js';
import { costOf } from '../../outcome/cost.js';
import type { Signal } from '../../signals/signal.js';

/** Where a number of an outlook comes from: counted or measured, predicted by outcome heads, declared, or assumed. */
export type Source = 'real' | 'predicted' | 'declared' | 'assumed';

/** What was decided for a request, and what is expected of it. */
export interface Replayed {
  readonly route: string | null;
  /** Pool name of the model; of a cascade, its first tier. */
  readonly model: string;
  /** Every tier of a cascade; empty without one. */
  readonly tiers: readonly string[];
  readonly layer: DecisionLayer;
  readonly reason: Reason;
  /** Expected US dollars of the model's answer; a cascade's escalations are not counted. */
  readonly costUsd: number;
  /** Where the tokens of the answer come from. */
  readonly tokensFrom: Exclude<Source, 'declared'>;
  /** Expected probability of a good answer; `null` when nothing is known, and for cascades, whose gate decides. */
  readonly quality: number | null;
  readonly qualityFrom: 'predicted' | 'declared' | null;
}

/** A request that was not routed. */
export interface Refused {
  readonly refused: ErrorCode;
}

/** The two numbers of a request that an outlook needs; `undefined` when nobody counted. */
interface Tokens {
  readonly inputTokens: number | undefined;
  readonly outputTokens: number | undefined;
}

/** Beyond what was counted, answers are as long as the outcome heads predict, and else as long as a usual one. */
export function toReplayed(
  { decision, signals }: { readonly decision: Decision; readonly signals: readonly Signal[] },
  { pool }: Registry,
  { inputTokens, outputTokens }: Tokens,
): Replayed {
  const { route, model, cascade, layer, reason, maxTokens } = decision;
  const outcomes = signals.find((signal) => signal.name === 'outcomes');
  const predicted = outcomes?.predictions.get(model);
  const features = signals.find((signal) => signal.name === 'features');
  const tokens = outputTokens ?? predicted?.outputTokens ?? USUAL_OUTPUT_TOKENS;
  const known = pool.models.get(model);
  const quality = cascade === undefined ? (predicted?.quality ?? known?.quality) : undefined;
  const counts = {
    inputTokens: inputTokens ?? features?.features.tokens ?? 0,
    outputTokens: Math.min(tokens, maxTokens ?? Infinity),
  };
  return {
    route: route ?? null,
    model,
    tiers: cascade?.tiers.map((tier) => tier.model) ?? NO_TIERS,
    layer,
    reason,
    costUsd: (known && costOf(known.price, counts)) ?? 0,
    tokensFrom: outputTokens !== undefined ? 'real' : predicted === undefined ? 'assumed' : 'predicted',
    quality: quality ?? null,
    qualityFrom: quality === undefined ? null : predicted === undefined ? 'declared' : 'predicted',
  };
}

const NO_TIERS: readonly string[] = [];

/** The models that answer in turn: one, or the tiers of a cascade, told apart from a lone model by the sign at the end. */
export function actionOf({
  model,
  tiers,
}: {
  readonly model: string;
  readonly tiers: readonly string[];
}): string {
  return tiers.length === 0 ? model : `${tiers.join('>')}>`;
}
