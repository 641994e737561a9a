import type { Expectations } from './expectations.js';
import type { HealthOf } from './remaining-tiers.js';

/** What is known besides the request itself. Everything may be missing. */
export interface Circumstances {
  /** Safety class that a rule demands. */
  readonly guardClass?: string | undefined;
  /** What is predicted of each model's answer. */
  readonly expectations?: Expectations | undefined;
  /** Name of the model that answered the turn before. */
  readonly previous?: string | undefined;
  /** Probability that the prompt is complex, in [0, 1]. */
  readonly complexity?: number | undefined;
  /** Index of the tier, from 0, at which a route's cascade starts at least, because too many answers below were rejected. */
  readonly startAt?: ((route: string) => number) | undefined;
  /** Name of the conversation, the same in every process, by which it is in the control group or not. */
  readonly unit?: string | undefined;
  /** What Envoy knows of a model's servers. */
  readonly health?: HealthOf | undefined;
}
