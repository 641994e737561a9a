import { adminEndpoints } from '../admin/admin-endpoints.js';
import { type AdminServer, startAdminServer } from '../admin/admin-server.js';
import type { AdminView } from '../admin/admin-view.js';
import type { AdminEndpoint } from '../admin/endpoint.js';
import { createRecentDecisions } from '../record/recent-decisions.js';
import type { Logger } from '../telemetry/logger.js';

export interface AdminOptions {
  /** `host:port` for probes and people. */
  readonly admin: string;
  /** Endpoints besides those of `adminEndpoints`. */
  readonly endpoints?: ((view: AdminView) => readonly AdminEndpoint[]) | undefined;
  /** See {@link AdminView.traceUrl}. */
  readonly traceUrl?: string | undefined;
  readonly version: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly logger: Logger;
}

/** The admin port, and the view that its endpoints read: whoever starts a part puts it there. */
export interface Admin {
  readonly server: AdminServer;
  readonly view: { -readonly [key in keyof AdminView]: AdminView[key] };
}

/**
 * Starts the admin port before anything else, so that a probe can see a service that is starting.
 *
 * @throws {DragomanError} for an address that cannot be had
 */
export async function startAdmin(options: AdminOptions): Promise<Admin> {
  const { admin: address, endpoints, traceUrl, version, environment, logger } = options;
  const view: Admin['view'] = {
    ...{ ready: false, reloader: undefined, counters: undefined, metrics: undefined },
    ...{ store: undefined, recent: createRecentDecisions(), bundles: undefined },
    ...{ logger, traceUrl, version },
  };
  const server = await startAdminServer({
    address,
    endpoints: [...adminEndpoints(view), ...(endpoints?.(view) ?? [])],
    token: environment['DRAGOMAN_ADMIN_TOKEN'],
    onError: (error) => {
      logger.error({ err: error }, 'the admin port met an error that nobody foresaw');
    },
  });
  return { server, view };
}
