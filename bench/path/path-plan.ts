import type { LoadClient } from '../load/load-job.js';
import type { PathSettings } from './path-figures.js';

/** What the path is measured with. */
export interface PathPlan {
  /** Scratch folder with a short path. */
  readonly work: string;
  readonly envoy: string;
  readonly client: LoadClient;
  readonly settings: PathSettings;
  /** Called before each step. */
  readonly onProgress: (text: string) => void;
}
