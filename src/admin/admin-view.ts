import type { BundleFolder } from '../bundle/bundle-folder.js';
import type { RecentDecisions } from '../record/recent-decisions.js';
import type { Reloader } from '../router/reload.js';
import type { StoreHandle } from '../store/store-handle.js';
import type { Logger } from '../telemetry/logger.js';
import type { Metrics } from '../telemetry/metrics/metrics.js';

/** What the admin port reports on. Endpoints read it anew for each request: parts come while the service starts. */
export interface AdminView {
  /** Whether the registry serves and the process is not being stopped. */
  readonly ready: boolean;
  /** `undefined` until the first registry is in service. */
  readonly reloader: Reloader | undefined;
  /** Numbers by part, such as `llmRouter`; `undefined` for a part that the policy switched off. */
  readonly counters: (() => Readonly<Record<string, object | undefined>>) | undefined;
  /** `undefined` until they are there. */
  readonly metrics: Pick<Metrics, 'render'> | undefined;
  /** `undefined` where no records are kept. */
  readonly store: StoreHandle | undefined;
  readonly recent: RecentDecisions;
  /** `undefined` without a folder of bundles. */
  readonly bundles: BundleFolder | undefined;
  readonly logger: Logger;
  /** Link to a trace in which `{traceId}` stands for its id; `undefined` for none. */
  readonly traceUrl: string | undefined;
  readonly version: string;
}
