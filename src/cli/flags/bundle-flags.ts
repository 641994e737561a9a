import { type PromotionTerms, USUAL_TERMS } from '../../bundle/promotion-gate.js';
import { parseDuration } from '../../config/duration.js';
import { DragomanError } from '../../errors.js';

/** The flags of `serve` that are about bundles, for node's `parseArgs`. */
export const BUNDLE_FLAGS = {
  bundles: { type: 'string' },
  promote: { type: 'string', default: 'never' },
  'promote-after': { type: 'string', default: String(USUAL_TERMS.requests) },
  retrain: { type: 'string' },
} as const;

export const BUNDLE_HELP = `  --bundles DIR           serve the trained heads that DIR names, and follow it; see dragoman bundle
  --promote auto|never    whether a candidate goes into service, and out again, by itself   (never)
  --promote-after N       requests that a candidate must have judged before that            (${USUAL_TERMS.requests})
  --retrain EVERY         with --bundles and --records: train a candidate that often, such as 24h, or when traffic drifts`;

export interface BundleFlags {
  readonly bundles?: string | undefined;
  readonly promote: string;
  readonly 'promote-after': string;
  readonly retrain?: string | undefined;
}

/** @throws DragomanError `usage` */
export function promotionOf({ promote, 'promote-after': after }: BundleFlags): PromotionTerms | undefined {
  if (promote !== 'auto' && promote !== 'never') {
    throw new DragomanError('usage', `--promote "${promote}": expected auto or never.`);
  }
  if (!/^[1-9]\d{0,8}$/.test(after)) {
    throw new DragomanError('usage', `--promote-after "${after}": expected a whole number from 1.`);
  }
  return promote === 'never' ? undefined : { ...USUAL_TERMS, requests: Number(after) };
}

/** Shortest time between two trainings: 1 minute, in milliseconds. */
const LEAST_MS = 60_000;

/**
 * Time between two trainings, in milliseconds; `undefined` for none.
 *
 * @throws DragomanError `usage`
 */
export function retrainEveryOf(
  { retrain, bundles }: BundleFlags,
  records: string | undefined,
): number | undefined {
  if (retrain === undefined) return undefined;
  const everyMs = parseDuration(retrain);
  if (everyMs === undefined || everyMs < LEAST_MS) {
    throw new DragomanError('usage', `--retrain "${retrain}": expected 1m or more, such as 24h.`);
  }
  if (bundles !== undefined && records !== undefined) return everyMs;
  throw new DragomanError(
    'usage',
    '--retrain needs --records to learn from, and --bundles for what is learnt.',
  );
}
