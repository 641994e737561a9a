import { type PromotionTerms, USUAL_TERMS } from '../../bundle/promotion-gate.js';
import { parseDuration } from '../../config/duration.js';
import { DragomanError } from '../../errors.js';

/** The flags of `serve` that are about bundles. */
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
