import type { Registry } from '../../config/registry.js';
import type { Snapshot } from '../../router/snapshot.js';
import { type OfflineOptions, openOffline } from '../predict/open-offline.js';
import { compareReplays, type ReplayComparison } from './compare-replays.js';
import { replay, type ReplayedRequest } from './replay.js';
import { createReplayTally, type ReplayReport } from './replay-report.js';
import type { ReplaySource } from './replay-source.js';
import type { Refused, Replayed } from './replayed.js';

export interface ReplayOptions extends OfflineOptions {
  /** Whether outcome heads predict for every request and not just where the registry asks them to; each costs an embedding. */
  readonly predictsAlways?: boolean;
  /** Told how many requests are done with. */
  readonly onProgress?: (count: number) => void;
}

/** Requests that the source could not give, and what became of the others. */
export interface ReplayRun {
  readonly leftOut: number;
  readonly report: ReplayReport;
}

/**
 * Routes a source's requests by one registry.
 *
 * @param onReplayed is handed every request, in order
 * @throws DragomanError `encoder_invalid`, `bundle_invalid`
 */
export async function runReplay(
  source: ReplaySource,
  registry: Registry,
  options: ReplayOptions,
  onReplayed: (replayed: ReplayedRequest, snapshot: Snapshot) => void = () => undefined,
): Promise<ReplayRun> {
  const { onProgress = () => undefined, predictsAlways = false } = options;
  const offline = await openOffline(registry, { ...options, asServing: true });
  try {
    const snapshot = { ...offline.snapshot, predictsAlways };
    const tally = createReplayTally(registry.version);
    let leftOut = 0;
    const start = performance.now();
    const requests = source.requests(registry.policy, (count) => {
      leftOut += count;
      onProgress(count);
    });
    for await (const chunk of replay(requests, snapshot)) {
      for (const replayed of chunk) {
        tally.add(replayed);
        onReplayed(replayed, snapshot);
      }
      onProgress(chunk.length);
    }
    return { leftOut, report: tally.report((performance.now() - start) / 1000) };
  } finally {
    await offline.close();
  }
}

/** Two registries and the same requests. */
export interface ReplayedTwice {
  readonly runs: readonly [old: ReplayRun, next: ReplayRun];
  readonly comparison: ReplayComparison;
}

/** Routes a source's requests by both registries, one after the other, so that neither is in the other's way. */
export async function runBoth(
  source: ReplaySource,
  [old, next]: readonly [Registry, Registry],
  options: ReplayOptions,
): Promise<ReplayedTwice> {
  const ids: string[] = [];
  const results: [(Replayed | Refused)[], (Replayed | Refused)[]] = [[], []];
  const first = await runReplay(source, old, options, ({ request, result }) => {
    ids.push(request.id);
    results[0].push(result);
  });
  const second = await runReplay(source, next, options, ({ result }) => results[1].push(result));
  return { runs: [first, second], comparison: compareReplays(ids, ...results) };
}
