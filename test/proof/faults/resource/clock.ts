import { join } from 'node:path';
import { scrape } from '../../../support/read-metrics.js';
import type { Fault } from '../fault.js';
import { type Shim, makeShim, shimUnavailable } from './shim.js';

const HOUR_SECONDS = 3600;
const YEAR_SECONDS = 365 * 24 * HOUR_SECONDS;

/** All jumps of the wall clock of Dragoman, each there and back. */
export const clockJumps: readonly Fault[] = [
  jump('clock-hour-ahead', 'an hour ahead', HOUR_SECONDS),
  jump('clock-hour-back', 'an hour back', -HOUR_SECONDS),
  jump('clock-ten-years-ahead', 'ten years ahead', 10 * YEAR_SECONDS),
];

function jump(name: string, where: string, clockSeconds: number): Fault {
  let shim: Shim | undefined;
  return {
    name,
    what: `Dragoman's wall clock jumps ${where}, and then back again.`,
    users: 'Nothing: what has a deadline or an age goes by the clock that only runs forward.',
    requires: shimUnavailable,
    prepare: (cleanUp) => {
      shim = makeShim(cleanUp);
      return Promise.resolve({
        env: shim.env,
        flags: ['--records', `sqlite:${join(shim.folder, 'records.db')}`],
      });
    },
    start: (stack) => {
      shim?.set({ clockSeconds });
      return Promise.resolve({
        end: () => {
          shim?.set({});
          return Promise.resolve();
        },
        async seen() {
          const now = await scrape(stack.admin);
          const written = now.sum('dragoman_written_total', { queue: 'records' });
          return `${written} records written, ${now.sum('dragoman_dropped_total')} rows dropped`;
        },
      });
    },
  };
}
