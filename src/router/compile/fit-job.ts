import { fitNearDuplicateBound } from '../../decision/memory/near-duplicate-bound.js';
import { type FastHead, fitFastHead } from '../../signals/routes/fast-head.js';
import type { EmbeddedExamples, RouteExamples } from '../../signals/routes/route-examples.js';
import {
  fitRouteHead,
  type FittedRouteHead,
  type FoldScores,
  type RouteHead,
} from '../../signals/routes/route-head.js';

/** Texts with vectors of one kind. */
export interface FitSet {
  readonly routes: readonly RouteExamples[];
  /** Everyday texts that belong to no route. */
  readonly background: EmbeddedExamples;
}

/** All that the heads of a registry are fitted on: plain data. */
export interface FitJob {
  /** Examples with the encoder's vectors; absent when there are none, or not all of them yet. */
  readonly full?: FitSet;
  /** The same examples with static vectors, or with none. */
  readonly fast: FitSet;
  /** Whether the fast head may decide before the encoder runs. */
  readonly fastExits: boolean;
  /** Thresholds of the routes that declare one. */
  readonly thresholds: Readonly<Record<string, number>>;
  /** Whether to find the cosine at which two texts count as the same. */
  readonly seeksSameText: boolean;
}

export interface FittedHeads {
  /** The head on the encoder's vectors, if there are any. */
  readonly index: RouteHead | undefined;
  readonly fast: FastHead;
  /** Smallest cosine at which two texts count as the same; `undefined` when none can be trusted. */
  readonly sameText: number | undefined;
}

/** Examples looked at for the bound of near duplicates: a tenth of a second of work at most. */
const BOUND_SAMPLE = 300;

/** Fits on the calling thread, a few milliseconds at a time. The same job gives the same heads. */
export async function runFitJob(job: FitJob, signal?: AbortSignal): Promise<FittedHeads> {
  return (await runWithFolds(job, signal)).heads;
}

/** The same, with what cross-validation said of the head that decides: on the encoder's vectors, or else the fast one. */
export async function runWithFolds(
  job: FitJob,
  signal?: AbortSignal,
): Promise<{ readonly heads: FittedHeads; readonly folds: readonly FoldScores[] }> {
  const options = signal === undefined ? {} : { signal };
  const full = job.full && (await fitRouteHead(job.full.routes, job.full.background, options));
  const fast = await fitFastHead(job.fast.routes, job.fast.background, job.fastExits ? full : undefined, {
    ...options,
    thresholds: { ...full?.thresholds, ...job.thresholds },
  });
  const heads = {
    index: full && withoutFolds(full),
    fast,
    sameText: job.full && job.seeksSameText ? sameTextBound(job.full) : undefined,
  };
  return { heads, folds: full?.folds ?? [] };
}

/** The scores of cross-validation are for fitting only, and many. */
function withoutFolds(head: FittedRouteHead): RouteHead {
  const kept: FittedRouteHead = { ...head, folds: [] };
  return kept;
}

function sameTextBound({ routes }: FitSet): number | undefined {
  const pairs = routes.flatMap(({ route, vectors }) => vectors.map((vector) => ({ route, vector })));
  return fitNearDuplicateBound(pairs, { sample: BOUND_SAMPLE });
}
