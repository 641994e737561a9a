import type { Estimate } from '../metrics/moments.js';
import type { Failure } from '../predict/prediction.js';
import type { Answer } from './answer.js';
import type { Confusion } from './confusion.js';
import type { CostForecast } from './evaluation.js';
import type { Label } from './read-labels.js';
import type { Share } from './share.js';

/** What two registries do with one prompt. */
export interface ComparedRow {
  readonly old: Answer;
  readonly next: Answer;
  /** `undefined` for a row without a label. */
  readonly label: Label | undefined;
}

/** What changes when one registry takes the place of another: plain JSON. */
export interface RegistryDiff {
  /** Versions of the registries. */
  readonly old: string;
  readonly next: string;
  readonly routesAdded: readonly string[];
  readonly routesRemoved: readonly string[];
  readonly rows: number;
  /** Rows that one of them could not read or judge; they are in no figure. */
  readonly failed: number;
  /** Why, of the first of them. */
  readonly failures: readonly Failure[];
  /** Rows whose label names no route and that were left out for it. */
  readonly ignored: number;
  /** Prompts that take another route, and prompts that another model answers. */
  readonly changed: Share | null;
  readonly changedModel: Share | null;
  /** From route to route, most prompts first; those that stay are left out. */
  readonly flows: readonly Flow[];
  /** Every prompt that changes route or model. */
  readonly changes: readonly Change[];
  readonly cost: CostChange;
  /** `null` when no row has a label. */
  readonly labelled: LabelledDiff | null;
}

export interface Flow {
  readonly from: string;
  readonly to: string;
  readonly count: number;
}

export interface Change {
  readonly id: string | number;
  /** Beginning of the prompt; empty when texts are left out. */
  readonly text: string;
  readonly from: string;
  readonly to: string;
  readonly fromModel: string;
  readonly toModel: string;
  /** What is right; `null` when the row does not say. */
  readonly label: readonly string[] | null;
}

export interface CostChange {
  readonly old: CostForecast;
  readonly next: CostForecast;
  /** Share by which it grows; negative when it shrinks, 0 when nothing was paid before. */
  readonly increase: number;
}

/** What the labelled rows say. */
export interface LabelledDiff {
  readonly rows: number;
  readonly accuracy: PairedChange;
  /** Recall of each route with labelled prompts, the largest loss first. */
  readonly routes: readonly RouteChange[];
  readonly oldConfusion: Confusion;
  readonly nextConfusion: Confusion;
  /** What the new one has in each cell beyond the old one. */
  readonly difference: Confusion;
  /** Routes that take prompts that were right before, most prompts first. */
  readonly taken: readonly Taken[];
}

/** A share right before and now, on the same rows. */
export interface PairedChange {
  readonly old: Share;
  readonly next: Share;
  /** Newcombe's 95 % interval for paired shares. */
  readonly difference: Estimate;
  /** McNemar's exact test: how likely so uneven a change is by chance. */
  readonly p: number;
  readonly lost: number;
  readonly won: number;
}

export interface RouteChange extends PairedChange {
  readonly route: string;
}

/** Prompts of one route that the old registry had right and the new one sends elsewhere. */
export interface Taken {
  readonly truth: string;
  readonly by: string;
  readonly count: number;
  /** Some of them. */
  readonly texts: readonly string[];
}
