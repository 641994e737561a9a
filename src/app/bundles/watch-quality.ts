import type { BundleFolder } from '../../bundle/bundle-folder.js';
import { LOOKS, type OnlineQuality, qualityFall } from '../../bundle/quality-fall.js';
import type { RecordFilter } from '../../store/record-store.js';
import type { StoreHandle } from '../../store/store-handle.js';
import type { Logger } from '../../telemetry/logger.js';

export interface QualityParts {
  readonly folder: BundleFolder;
  readonly store: StoreHandle;
  readonly logger: Logger;
}

export interface QualityWatch {
  /** Looks once; rolls back when the quality since the last promotion surely fell. */
  look(): Promise<void>;
}

/** The time before a promotion that it is compared with, in milliseconds: a week, so that each weekday is in. */
const BEFORE_MS = 7 * 86_400_000;

/** Compares what the store saw since the last promotion with the week before it, at {@link LOOKS} and never in between. */
export function watchQuality({ folder, store, logger }: QualityParts): QualityWatch {
  /** The promotion that is looked at, by its time, and the looks that are over. */
  let promotedAt = 0;
  let looks = 0;
  return {
    async look() {
      const last = (await folder.history())
        .filter(({ action }) => action !== 'nominate' && action !== 'withdraw')
        .at(-1);
      if (last?.action !== 'promote') return;
      if (last.at !== promotedAt) [promotedAt, looks] = [last.at, 0];
      const next = LOOKS[looks];
      if (next === undefined) return;
      const since = await observe(store, { since: promotedAt });
      if (since.errors.trials < next) return;
      looks = LOOKS.filter((count) => count <= since.errors.trials).length;
      const before = await observe(store, { since: promotedAt - BEFORE_MS, until: promotedAt });
      const fall = qualityFall(before, since);
      if (fall === undefined) return;
      const version = await folder.rollBack({ by: 'serve', reason: fall }, last.version ?? undefined);
      logger.error(
        { from: last.version, to: version, reason: fall },
        'quality fell since the promotion; rolled back',
      );
    },
  };
}

async function observe(store: StoreHandle, filter: RecordFilter): Promise<OnlineQuality> {
  const [sums] = await (await store.get()).summarize(filter, []);
  const { finished = 0, succeeded = 0, judged = 0, passed = 0, liked = 0, disliked = 0 } = sums ?? {};
  return {
    errors: { trials: finished, bad: finished - succeeded },
    gate: { trials: judged, bad: judged - passed },
    opinions: { trials: liked + disliked, bad: disliked },
  };
}
