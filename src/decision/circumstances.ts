import type { Expectations } from './expectations.js';
import type { HealthOf } from './model-health.js';

/** What is known besides the request itself. Everything may be missing. */
export interface Circumstances {
  /** Safety class that a rule demands. */
  readonly guardClass?: string | undefined;
  /** What is predicted of each model's answer. */
  readonly expectations?: Expectations | undefined;
  /** Name of the model that answered the turn before. */
  readonly previous?: string | undefined;
  /** Name of the model whose answer the user was not content with, when this turn asks again. */
  readonly askedAgain?: string | undefined;
  /** Name of the model that an earlier such turn was raised to: the conversation does not go below. */
  readonly raisedTo?: string | undefined;
  /** Probability that the prompt is complex, in [0, 1]. */
  readonly complexity?: number | undefined;
  /** Index of the tier, from 0, at which a route's cascade starts at least, because too many answers below were rejected. */
  readonly startAt?: ((route: string) => number) | undefined;
  /** Whether a route is answered one tier higher for the time being, because it was found to decay. */
  readonly isHinted?: ((route: string) => boolean) | undefined;
  /** Name of the conversation, the same in every process, by which it is in the control group or not. */
  readonly unit?: string | undefined;
  /** What Envoy knows of a model's servers. */
  readonly health?: HealthOf | undefined;
}
