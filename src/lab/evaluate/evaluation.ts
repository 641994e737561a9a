import type { Reason } from '../../decision/reason.js';
import type { ReliabilityBin } from '../metrics/calibration-error.js';
import type { Estimate } from '../metrics/moments.js';
import type { Failure } from '../predict/prediction.js';
import type { Answer } from './answer.js';
import type { Confusion } from './confusion.js';
import type { Label } from './read-labels.js';
import type { Share } from './share.js';

/** A prompt, what the registry does with it, and what is right. */
export interface EvaluatedRow {
  readonly answer: Answer;
  readonly label: Label;
  /** Whether the times of its layers are its own. */
  readonly isTimed: boolean;
}

/** Failed rows that are told one by one. */
export const MOST_FAILURES = 20;

/** How well a registry routes labelled prompts: plain JSON. `null` stands for what the rows do not tell. */
export interface Evaluation {
  /** Version of the registry. */
  readonly registry: string;
  readonly rows: number;
  /** Rows that could not be read or judged; they are in no figure. */
  readonly failed: number;
  /** Why, of the first {@link MOST_FAILURES} of them. */
  readonly failures: readonly Failure[];
  /** Rows whose label names no route and that were left out for it. */
  readonly ignored: number;
  /** Prompts that go where they should: to their route, or, out of scope, to none. */
  readonly accuracy: Share | null;
  /** The same of prompts that belong to a route. */
  readonly inScopeAccuracy: Share | null;
  /** Of those, the ones whose most probable route is right, whatever the bars say; only prompts that were compared. */
  readonly bestRouteAccuracy: Share | null;
  /** Mean recall of the routes, each counting the same. */
  readonly macroRecall: number | null;
  /** Prompts that belong to a route and for which none decides: the default model, or a stronger one, answers. */
  readonly undecided: Share | null;
  /** Of rows that name a model, those that it answers. */
  readonly modelAccuracy: Share | null;
  readonly outOfScope: OutOfScopeQuality;
  readonly calibration: Calibration | null;
  readonly coverage: readonly CoveragePoint[];
  /** By name; every route that is right, or decides, for a prompt. */
  readonly routes: readonly RouteQuality[];
  readonly confusion: Confusion;
  /** The pairs most often confused: prompts for which a wrong route decides. Most frequent first, as the next. */
  readonly mistakes: readonly Mistake[];
  /** The routes most often missed: prompts for which none decides. */
  readonly misses: readonly Mistake[];
  readonly layers: readonly LayerUse[];
  readonly reasons: readonly Counted<'reason', Reason>[];
  readonly models: readonly Counted<'model', string>[];
  readonly cost: CostForecast;
}

export interface OutOfScopeQuality {
  /** Prompts that belong to no route. */
  readonly rows: number;
  /** Of those, the ones for which no route decides. */
  readonly recall: Share | null;
  /** Of prompts for which no route decides, the ones that belong to none. */
  readonly precision: Share | null;
  /** Of the strangeness score, over prompts that were compared. */
  readonly auroc: Estimate | null;
}

/** Whether probabilities are what they say: of prompts that belong to a route and were compared. */
export interface Calibration {
  /** Expected calibration error over 15 bins, with a bootstrap interval. */
  readonly ece: Estimate;
  readonly bins: readonly ReliabilityBin[];
}

/** What is right among the surest prompts. */
export interface CoveragePoint {
  /** Share of the prompts that are kept, in [0, 1]. */
  readonly coverage: number;
  /** Lowest probability among them. */
  readonly confidence: number;
  readonly accuracy: number;
}

export interface RouteQuality {
  readonly route: string;
  /** Prompts that belong to it. */
  readonly support: number;
  /** Prompts for which it decides. */
  readonly decided: number;
  readonly recall: Share | null;
  readonly precision: Share | null;
}

/** Prompts of one class that went to another. */
export interface Mistake {
  readonly truth: string;
  readonly decided: string;
  readonly count: number;
  /** Of the prompts of `truth`, in (0, 1]. */
  readonly share: number;
  /** Some of them. */
  readonly texts: readonly string[];
}

export interface LayerUse {
  readonly layer: string;
  /** Share of prompts that the layer looked at, and share whose search it ended, in [0, 1]. */
  readonly ran: number;
  readonly decided: number;
  /** Microseconds, over the timed prompts that it looked at; `null` for a layer without work of its own. */
  readonly p50: number | null;
  readonly p99: number | null;
}

export type Counted<K extends string, V> = Readonly<Record<K, V>> & {
  readonly count: number;
  readonly share: number;
};

/** Expected US dollars per 1,000 prompts, by pool prices; a cascade counts with its first tier. */
export interface CostForecast {
  readonly perThousand: number;
  /** When the default model answered all of them, or the dearest of the pool. */
  readonly defaultPerThousand: number;
  readonly strongestPerThousand: number;
}
