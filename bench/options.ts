import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packageRoot } from '../src/package-root.js';
import type { Settings } from './results.js';

export const USAGE = `npm run bench -- [--quick] [--out FILE] [--write-docs]

Measures Dragoman beside a real Envoy (Linux only; about eight minutes) and keeps the raw figures.

  --quick       a smoke run of seconds, whose figures mean little
  --out FILE    where the raw figures go  (bench/results/DATE.json; with --quick .cache/bench.json)
  --write-docs  measure nothing; write docs/performance.md from the newest file in bench/results
`;

export interface BenchOptions {
  readonly writeDocs: boolean;
  readonly settings: Settings;
  readonly out: string;
  readonly help: boolean;
}

const FULL: Settings = {
  warmUpSeconds: 3,
  rounds: 3,
  perSecond: 30,
  pacedSeconds: 2.5,
  connections: 32,
  saturatedSeconds: 2,
  starts: 5,
};

const QUICK: Settings = {
  ...FULL,
  warmUpSeconds: 0.2,
  rounds: 1,
  pacedSeconds: 0.2,
  saturatedSeconds: 0.2,
  starts: 1,
  smallHeads: true,
};

/** @throws TypeError of `node:util` for an unknown flag */
export function parseOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      out: { type: 'string' },
      'write-docs': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const today = new Date().toISOString().slice(0, 10);
  const out = values.quick ? join('.cache', 'bench.json') : join('bench/results', `${today}.json`);
  return {
    writeDocs: values['write-docs'],
    settings: values.quick ? QUICK : FULL,
    out: values.out ?? join(packageRoot, out),
    help: values.help,
  };
}
