import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packageRoot } from '../src/package-root.js';
import type { PathSettings } from './path/path-figures.js';
import type { Settings } from './results.js';

export const USAGE = `npm run bench -- [--quick] [--records N] [--only PART] [--out FILE] [--write-docs]

Measures Dragoman beside a real Envoy (Linux only; about twenty minutes) and keeps the raw figures. The load comes from
vegeta, which is built with Go. The recorded traffic is read from the folder that DRAGOMAN_DATA names.

  --quick       a smoke run of seconds, whose figures mean little
  --records N   records that the embedded store is measured with  (100,000; a million takes minutes more)
  --only PART   measure nothing but that, and print it: path, records, replay, observability or scale
  --out FILE    where the raw figures go  (bench/results/DATE.json; with --quick .cache/bench.json, with --only path
                .cache/path.json)
  --write-docs  measure nothing; write docs/performance.md and docs/scale.md from the newest file in bench/results
`;

const ONLY_PARTS = ['path', 'records', 'replay', 'observability', 'scale'] as const;

export type OnlyPart = (typeof ONLY_PARTS)[number];

export interface BenchOptions {
  readonly writeDocs: boolean;
  /** The only part to measure; `undefined`: everything. */
  readonly only: OnlyPart | undefined;
  readonly settings: Settings;
  readonly path: PathSettings;
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
  records: 100_000,
};

const QUICK: Settings = {
  ...FULL,
  warmUpSeconds: 0.2,
  rounds: 1,
  pacedSeconds: 0.2,
  saturatedSeconds: 0.2,
  records: 2000,
  smallHeads: true,
};

const FULL_PATH: PathSettings = {
  rounds: 5,
  warmUpSeconds: 1.5,
  perSecond: 60,
  steadySeconds: 1,
  connections: 32,
  // Long enough for some collections of garbage in each, and for thousands of answers behind a p99.9 of all rounds.
  saturatedSeconds: 2,
  halfSeconds: 2.5,
  starts: 5,
  isSmall: false,
};

const QUICK_PATH: PathSettings = {
  ...FULL_PATH,
  rounds: 1,
  warmUpSeconds: 0.2,
  steadySeconds: 0.2,
  saturatedSeconds: 0.2,
  halfSeconds: 0.2,
  starts: 1,
  isSmall: true,
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
  const only = onlyPartOf(values.only);
  return {
    writeDocs: values['write-docs'],
    only,
    settings: withRecords(values.quick ? QUICK : FULL, values.records),
    path: values.quick ? QUICK_PATH : FULL_PATH,
    out: values.out ?? join(packageRoot, defaultOut(values.quick, only)),
    help: values.help,
  };
}

function defaultOut(quick: boolean, only: OnlyPart | undefined): string {
  if (only === 'path') return '.cache/path.json';
  const today = new Date().toISOString().slice(0, 10);
  return quick ? '.cache/bench.json' : `bench/results/${today}.json`;
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
