import type { Model } from '../config/api/v1alpha1/model-pool.js';
import type { RouteSpec } from '../config/api/v1alpha1/route.js';
import type { Path } from '../config/problem.js';

/** A registry as it will be written. */
export interface RegistryDraft {
  readonly pool: string;
  /** Empty when there is no model. */
  readonly default: string;
  /** Why this one, as a comment. */
  readonly defaultWhy: string;
  readonly aliases: readonly string[];
  /** The places of the source that the aliases are of. */
  readonly aliasesFrom: readonly Path[];
  readonly models: readonly ModelDraft[];
  readonly routes: readonly RouteDraft[];
}

export interface ModelDraft {
  readonly model: Model;
  /** The places of the source that it is of: what is told of them stands beside it. */
  readonly from: readonly Path[];
}

export interface RouteDraft {
  readonly name: string;
  readonly spec: RouteSpec;
  /** What it is for, where its description does not say it. */
  readonly comment?: string;
  readonly from: readonly Path[];
}
