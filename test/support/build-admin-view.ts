import type { AdminView } from '../../src/admin/admin-view.js';
import { createRecentDecisions } from '../../src/record/recent-decisions.js';
import type { RecordStore } from '../../src/store/record-store.js';
import type { StoreHandle } from '../../src/store/store-handle.js';
import { memoryLogger } from './memory-logger.js';

/** What a service shows that has just begun to start. */
export function buildAdminView(changes: Partial<AdminView> = {}): AdminView {
  return {
    ready: false,
    reloader: undefined,
    counters: undefined,
    metrics: undefined,
    store: undefined,
    recent: createRecentDecisions(),
    bundles: undefined,
    logger: memoryLogger().logger,
    traceUrl: undefined,
    version: '1.2.3',
    ...changes,
  };
}

export function handleOf(store: RecordStore): StoreHandle {
  return { get: () => Promise.resolve(store), close: () => store.close() };
}
