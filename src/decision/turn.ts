import type { RequestView } from '../request/request-view.js';
import type { Circumstances } from './circumstances.js';
import type { DecisionPlan } from './decision-plan.js';
import type { Terms } from './eligible.js';
import type { Preference } from './prefer.js';

/** A request that is to get a model. */
export interface Turn {
  readonly plan: DecisionPlan;
  readonly view: RequestView;
  readonly preference: Preference;
  readonly terms: Terms;
  readonly circumstances: Circumstances;
}
