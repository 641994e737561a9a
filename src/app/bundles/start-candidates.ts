import type { Bundle } from '../../bundle/bundle.js';
import { type PromotionTerms, promotionGate } from '../../bundle/promotion-gate.js';
import type { DecisionRecord } from '../../record/decision-record.js';
import type { StoredChallenge } from '../../record/stored-record.js';
import type { RequestView } from '../../request/request-view.js';
import { type ChallengeCounts, type Challenger, createChallenger } from '../../router/challenger.js';
import { compile } from '../../router/compile/compile.js';
import type { Reloader } from '../../router/reload.js';
import type { Snapshot } from '../../router/snapshot.js';
import type { Logger } from '../../telemetry/logger.js';
import type { Bundles } from './start-bundles.js';
import type { StoreHandle } from '../../store/store-handle.js';
import { type QualityWatch, watchQuality } from './watch-quality.js';

export interface CandidateParts {
  readonly bundles: Bundles;
  readonly reloader: Reloader;
  /** Read for what was observed since a promotion; without it nothing is rolled back by itself. */
  readonly store: StoreHandle | undefined;
  /** When a candidate goes into service, and out again, by itself; `undefined`: never. */
  readonly terms: PromotionTerms | undefined;
  /** Told what the candidate would have decided. */
  readonly onJudged: (decision: string, challenge: StoredChallenge) => void;
  readonly logger: Logger;
}

/** Keeps the bundles in service in step with their folder, and lets the candidate judge silently. */
export interface Candidates {
  /** Whether a candidate judges requests now. */
  readonly isJudging: boolean;
  /** Sees each decided request; quick. */
  readonly challenge: (record: DecisionRecord, view: RequestView, snapshot: Snapshot) => void;
  /** For the admin endpoint `/counters`. */
  readonly counts: {
    readonly active: string | null;
    readonly candidate: string | null;
    readonly challenger: ChallengeCounts;
  };
  stop(): Promise<void>;
}

const LOOK_MS = 2_000;

export function startCandidates(parts: CandidateParts): Candidates {
  return new CandidateKeeper(parts);
}

class CandidateKeeper implements Candidates {
  readonly #parts: CandidateParts;
  readonly #challenger: Challenger;
  readonly #quality: QualityWatch | undefined;
  readonly #timer: NodeJS.Timeout;
  /** The snapshot beside which the candidate was made ready. */
  #champion: Snapshot | undefined;
  #looking: Promise<void>;

  constructor(parts: CandidateParts) {
    const { bundles, store, terms, logger } = parts;
    this.#parts = parts;
    this.#challenger = createChallenger(parts.onJudged);
    this.#quality = store && terms && watchQuality({ folder: bundles.folder, store, logger });
    this.#looking = this.#guard(() => this.#prepare(bundles.candidate));
    bundles.watch({
      onActive: (bundle) => this.#serve(bundle),
      onCandidate: (bundle) => this.#prepare(bundle),
    });
    this.#timer = setInterval(() => {
      this.#looking = this.#looking.then(() => this.#guard(() => this.#look()));
    }, LOOK_MS).unref();
  }

  readonly challenge: Candidates['challenge'] = ({ id }, view, snapshot) => {
    this.#challenger.challenge(id, view, snapshot);
  };

  get isJudging(): boolean {
    return this.#challenger.candidate !== undefined;
  }

  get counts(): Candidates['counts'] {
    const { candidate, counts } = this.#challenger;
    return {
      active: this.#parts.reloader.current.bundle?.version ?? null,
      candidate: candidate?.bundle?.version ?? null,
      challenger: counts,
    };
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#parts.bundles.stop();
    await this.#looking;
  }

  async #serve(bundle: Bundle | undefined): Promise<void> {
    const { reloader, logger } = this.#parts;
    await reloader.equip(bundle);
    const { bundle: used } = reloader.current;
    const told = { bundle: used?.version ?? null, parts: used?.parts, unused: used?.unused };
    logger.info(told, 'bundle in service');
  }

  /** Makes the candidate ready for the registry in service; one that brings nothing to it does not judge. */
  async #prepare(candidate: Bundle | undefined): Promise<void> {
    const { reloader, logger } = this.#parts;
    const champion = reloader.current;
    this.#champion = champion;
    if (candidate === undefined) {
      this.#challenger.replace(undefined);
      return;
    }
    const { registry, instruments } = champion;
    const snapshot = await compile(registry, instruments, { bundle: candidate, earlier: [champion] });
    const { parts = [], unused } = snapshot.bundle ?? {};
    this.#challenger.replace(parts.length > 0 ? snapshot : undefined);
    const told = { candidate: candidate.version, parts, unused };
    if (parts.length > 0) logger.info(told, 'a candidate judges silently');
    else logger.warn(told, 'the candidate fits nothing of the registry; it does not judge');
  }

  async #look(): Promise<void> {
    const { bundles, reloader, terms, logger } = this.#parts;
    const { candidate, folder } = bundles;
    // A registry that was reloaded is another champion.
    if (this.#champion !== reloader.current && candidate !== undefined) await this.#prepare(candidate);
    if (terms !== undefined && candidate !== undefined && this.#challenger.candidate !== undefined) {
      const { passes, reason } = promotionGate(candidate, this.#challenger.counts, terms);
      if (passes) {
        logger.info({ bundle: candidate.version, reason }, 'a candidate is promoted');
        await folder.promote(candidate.version, { by: 'serve', reason });
      }
    }
    await this.#quality?.look();
  }

  async #guard(step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (error) {
      this.#parts.logger.error({ err: error }, 'the candidate cannot be looked after');
    }
  }
}
