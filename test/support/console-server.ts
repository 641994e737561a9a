import { startAdminServer } from '../../src/admin/admin-server.js';
import { configEndpoints } from '../../src/admin/endpoints/config.js';
import { consoleFileEndpoints } from '../../src/console/file-endpoints.js';
import { decisionEndpoints } from '../../src/admin/endpoints/decisions.js';
import { liveEndpoints } from '../../src/admin/endpoints/live-decisions.js';
import type { RecentDecisions } from '../../src/record/recent-decisions.js';
import type { RecordStore } from '../../src/store/record-store.js';
import { buildAdminView, handleOf } from './build-admin-view.js';

export interface ConsoleServer {
  /** Where the console begins. */
  readonly url: string;
  /** Records that are put here appear live. */
  readonly recent: RecentDecisions;
  close(): Promise<void>;
}

export interface ConsoleServerOptions {
  /** Decisions that are kept; default: those in memory only. */
  readonly store?: RecordStore;
  readonly token?: string;
}

/** The admin port with what the list of decisions needs, in this process and without anything that routes. */
export async function startConsoleServer({
  store,
  token,
}: ConsoleServerOptions = {}): Promise<ConsoleServer> {
  const view = buildAdminView({ ready: true, store: store && handleOf(store) });
  const server = await startAdminServer({
    address: '127.0.0.1:0',
    endpoints: [
      ...configEndpoints(view),
      ...liveEndpoints(view),
      ...decisionEndpoints(view),
      ...consoleFileEndpoints(),
    ],
    token,
    onError: (error) => {
      throw error;
    },
  });
  return {
    url: `http://127.0.0.1:${server.port}/console/`,
    recent: view.recent,
    close: () => server.close(),
  };
}
