import type { AdminView } from './admin-view.js';
import type { AdminEndpoint } from './endpoint.js';
import { bundleEndpoints } from './endpoints/bundles.js';
import { configEndpoints } from './endpoints/config.js';
import { counterEndpoints } from './endpoints/counters.js';
import { decisionEndpoints } from './endpoints/decisions.js';
import { liveEndpoints } from './endpoints/live-decisions.js';
import { logLevelEndpoints } from './endpoints/log-level.js';
import { metricsEndpoints } from './endpoints/metrics.js';
import { openApiEndpoints } from './endpoints/openapi.js';
import { probeEndpoints } from './endpoints/probes.js';

/** The endpoints that need nothing beyond the serving process, in the order of the reference. */
export function adminEndpoints(view: AdminView): readonly AdminEndpoint[] {
  return [
    ...probeEndpoints(view),
    ...metricsEndpoints(view),
    ...configEndpoints(view),
    ...counterEndpoints(view),
    ...logLevelEndpoints(view),
    ...liveEndpoints(view),
    ...decisionEndpoints(view),
    ...bundleEndpoints(view),
    ...openApiEndpoints(),
  ];
}
