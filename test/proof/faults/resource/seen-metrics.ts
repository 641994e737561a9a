import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRecordStore } from '../../../../src/store/open-record-store.js';
import type { Stack } from '../../../support/stack.js';
import { eventually } from '../../../support/eventually.js';
import { type Scrape, scrape } from '../../../support/read-metrics.js';

/** Whether the store of records failed, and what became of the rows. */
export interface StoreWatch {
  /** Call it while the fault lasts. */
  noteFailing(): Promise<void>;
  /** When everything is over: waits until the store is well and has all rows. */
  told(): Promise<string>;
}

/** A store is tried again after 30 s at most. */
const PATIENCE = { limitMs: 60_000, pauseMs: 100 };

/** @param url of the store, as `--records` takes it */
export function watchStore(stack: Stack, url: string): StoreWatch {
  let failed = 0;
  return {
    async noteFailing() {
      failed = (await scrape(stack.admin)).sum('dragoman_store_failing', { queue: 'records' });
    },
    async told() {
      const since = performance.now();
      const last = await eventually<Scrape>(
        'the store is well again',
        async () => {
          const now = await scrape(stack.admin);
          const waits = now.sum('dragoman_queue_length', { queue: 'records' });
          return now.sum('dragoman_store_failing') === 0 && waits === 0 && now;
        },
        PATIENCE,
      ).catch(() => scrape(stack.admin));
      const seconds = ((performance.now() - since) / 1000).toFixed(1);
      const written = last.sum('dragoman_written_total', { queue: 'records' });
      const dropped = last.sum('dragoman_dropped_total', { queue: 'records' });
      const still = last.sum('dragoman_store_failing') > 0 ? ', still failing' : '';
      const kept = await recordsIn(url);
      return `dragoman_store_failing was ${failed}; ${written} records written, the last of them ${seconds} s after the load, ${dropped} dropped${still}; ${kept} are in the store at the end`;
    },
  };
}

/** Of SQLite a copy is asked: the file may be in a mount namespace of Dragoman's. */
async function recordsIn(url: string): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'dragoman-copy-'));
  try {
    const file = url.replace(/^sqlite:/, '');
    const copy = join(folder, 'records.db');
    const parts = url === file ? [] : ['', '-wal'].filter((part) => existsSync(file + part));
    for (const part of parts) copyFileSync(file + part, copy + part);
    const store = await openRecordStore(parts.length === 0 ? url : `sqlite:${copy}`);
    const { records } = await store.size();
    await store.close();
    return records;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
