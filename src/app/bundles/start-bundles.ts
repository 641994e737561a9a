import type { Bundle } from '../../bundle/bundle.js';
import { type BundleFolder, openBundleFolder, type Pointers } from '../../bundle/bundle-folder.js';
import { loadBundle } from '../../bundle/load-bundle.js';
import type { PromotionTerms } from '../../bundle/promotion-gate.js';
import { rememberRecent } from '../../embed/remember-recent.js';
import type { Instruments } from '../../router/snapshot.js';
import { fitExpectation } from '../../signals/feature-vector.js';
import type { Logger } from '../../telemetry/logger.js';

/** Bundles by what they are for; `undefined` where the folder names none, or one that cannot be used. */
export interface BundlesNow {
  readonly active: Bundle | undefined;
  readonly candidate: Bundle | undefined;
}

/** Where bundles come from. */
export interface BundleOptions {
  /** Folder of bundles; `undefined` to serve what the registry itself gives. */
  readonly bundles: string | undefined;
  /** When a candidate among them goes into service, and out again, by itself; `undefined`: never. */
  readonly promotion: PromotionTerms | undefined;
  readonly logger: Logger;
}

/** The folder of bundles as it was when last looked at. */
export interface Bundles extends BundlesNow {
  readonly folder: BundleFolder;
  /** Looks at the pointers every two seconds from now on, and tells what changed, one change after the other. */
  watch(hooks: BundleHooks): void;
  stop(): Promise<void>;
}

export interface BundleHooks {
  readonly onActive: (bundle: Bundle | undefined) => Promise<void>;
  readonly onCandidate: (bundle: Bundle | undefined) => Promise<void>;
}

const POLL_MS = 2_000;

/**
 * Reads the bundles that the folder names, if there is to be one. One that cannot be used is told once; the one before it serves on, or at the
 * start the registry alone.
 */
export async function openBundles(
  { bundles: directory, logger }: BundleOptions,
  { encoder }: Instruments,
): Promise<Bundles | undefined> {
  if (directory === undefined) return undefined;
  const expected = fitExpectation(encoder?.checksum);
  const folder = openBundleFolder(directory);
  let seen: Pointers = { active: null, candidate: null };
  let now: BundlesNow = { active: undefined, candidate: undefined };
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> = Promise.resolve();

  const load = async (version: string | null): Promise<Bundle | 'unusable' | undefined> => {
    if (version === null) return undefined;
    const loaded = await loadBundle({ directory, version, expected });
    if (loaded.ok) return loaded.value;
    logger.error({ bundle: version, problem: loaded.problem.message }, 'a bundle cannot be used');
    return 'unusable';
  };
  const look = async (hooks?: BundleHooks): Promise<void> => {
    const pointers = await folder.pointers();
    const before = seen;
    seen = pointers;
    // Both may name one bundle, which is then read once, and told of once where it cannot be used.
    const loaded = new Map<string | null, ReturnType<typeof load>>();
    for (const pointer of ['active', 'candidate'] as const) {
      const version = pointers[pointer];
      if (version === before[pointer]) continue;
      const loading = loaded.get(version) ?? load(version);
      loaded.set(version, loading);
      const found = await loading;
      if (found === 'unusable') continue;
      now = { ...now, [pointer]: found };
      await hooks?.[pointer === 'active' ? 'onActive' : 'onCandidate'](found);
    }
  };
  await look();
  return {
    folder,
    get active() {
      return now.active;
    },
    get candidate() {
      return now.candidate;
    },
    watch(hooks) {
      timer = setInterval(() => {
        looking = looking
          .then(() => look(hooks))
          .catch((error: unknown) => {
            logger.error({ err: error }, 'the folder of bundles cannot be followed');
          });
      }, POLL_MS).unref();
    },
    async stop() {
      clearInterval(timer);
      await looking;
    },
  };
}

/** With bundles, a candidate reads each text right after the bundle in service did: it is not to be embedded twice. */
export function shareVectors(instruments: Instruments, { bundles }: BundleOptions): Instruments {
  const { encoder } = instruments;
  if (bundles === undefined || encoder === undefined) return instruments;
  return { ...instruments, encoder: rememberRecent(encoder) };
}
