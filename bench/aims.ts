import type { Results } from './results.js';
import { median } from './statistics.js';
import { summarise } from './summary.js';

/** What was promised, beside what was measured. */
export interface Aim {
  readonly what: string;
  readonly limit: number;
  readonly measured: number;
  readonly unit: string;
  readonly met: boolean;
}

/** CPU aims hold at saturation, for a decision by rules. */
export function aimsOf(results: Results): Aim[] {
  const rows = summarise(results);
  const rules = (size: number) => rows.find(({ bytes, target }) => bytes === size && target === 'rules');
  const { memory, readyMs } = results;
  const aims = [
    {
      what: 'CPU of our process a request, 2 KB',
      limit: 0.5,
      measured: rules(2048)?.serverCpuMs,
      unit: 'ms',
    },
    {
      what: 'CPU against the empty server, 32 KB',
      limit: 2,
      measured: rules(32_768)?.cpuRatio,
      unit: 'times',
    },
    {
      what: 'Resident memory after load, encoder loaded',
      limit: 250,
      measured: Math.max(memory.rules.residentMiB, memory.encoder.residentMiB),
      unit: 'MiB',
    },
    { what: 'Start to ready, encoder loaded', limit: 2000, measured: median(readyMs), unit: 'ms' },
  ];
  return aims.map(({ what, limit, measured = NaN, unit }) => ({
    ...{ what, limit, measured, unit },
    met: measured <= limit,
  }));
}
