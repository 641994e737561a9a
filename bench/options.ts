import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packageRoot } from '../src/package-root.js';
import type { Settings } from './results.js';

export const USAGE = `npm run bench -- [--quick] [--records N] [--only PART] [--out FILE] [--write-docs]

Measures Dragoman beside a real Envoy (Linux only; about eight minutes) and keeps the raw figures.

  --quick       a smoke run of seconds, whose figures mean little
  --records N   records that the embedded store is measured with  (100,000; a million takes minutes more)
  --only PART   measure nothing but that, and print it: records, replay, observability or scale
  --out FILE    where the raw figures go  (bench/results/DATE.json; with --quick .cache/bench.json)
  --write-docs  measure nothing; write docs/performance.md and docs/scale.md from the newest file in bench/results
`;

const ONLY_PARTS = ['records', 'replay', 'observability', 'scale'] as const;

type OnlyPart = (typeof ONLY_PARTS)[number];

export interface BenchOptions {
  readonly writeDocs: boolean;
  /** The only part to measure; `undefined`: everything. */
  readonly only: OnlyPart | undefined;
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
  records: 100_000,
};

const QUICK: Settings = {
  ...FULL,
  warmUpSeconds: 0.2,
  rounds: 1,
  pacedSeconds: 0.2,
  saturatedSeconds: 0.2,
  starts: 1,
  records: 2000,
  smallHeads: true,
};

const LEAST_RECORDS = 500;

/** @throws TypeError of `node:util` for an unknown flag; Error for a value that makes no sense */
export function parseOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      records: { type: 'string' },
      only: { type: 'string' },
      out: { type: 'string' },
      'write-docs': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const today = new Date().toISOString().slice(0, 10);
  const out = values.quick ? join('.cache', 'bench.json') : join('bench/results', `${today}.json`);
  return {
    writeDocs: values['write-docs'],
    only: onlyPartOf(values.only),
    settings: withRecords(values.quick ? QUICK : FULL, values.records),
    out: values.out ?? join(packageRoot, out),
    help: values.help,
  };
}

function withRecords(settings: Settings, text: string | undefined): Settings {
  if (text === undefined) return settings;
  const records = Number(text);
  if (Number.isInteger(records) && records >= LEAST_RECORDS) return { ...settings, records };
  throw new Error(`--records is "${text}", must be a whole number from ${LEAST_RECORDS}`);
}

function onlyPartOf(text: string | undefined): OnlyPart | undefined {
  const part = ONLY_PARTS.find((name) => name === text);
  if (text === undefined || part !== undefined) return part;
  throw new Error(`--only is "${text}", must be of ${ONLY_PARTS.join(', ')}`);
}
