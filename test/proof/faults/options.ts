import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packageRoot } from '../../../src/package-root.js';

export const USAGE = `npm run test:faults -- [--only NAME[,NAME...]] [--seconds N] [--per-second N] [--out FILE] [--list] [--write-docs]

Breaks one thing after the other while requests with known right answers come in, and counts what became of each.

  --only NAME      only these faults; their figures replace those of before in the file
  --seconds N      how long a fault lasts that does not say so itself, from 1 to 600  (5)
  --per-second N   requests a second, from 1 to 1,000  (30)
  --out FILE       where the figures go  (test/proof/results/faults.json)
  --list           print the faults, and which cannot be run here
  --write-docs     measure nothing; write docs/faults.md from that file
`;

/** Where the figures are kept, relative to the repository's root. */
export const RESULTS_FILE = 'test/proof/results/faults.json';

export interface FaultOptions {
  /** Names of faults; undefined: all. */
  readonly only: readonly string[] | undefined;
  readonly seconds: number;
  readonly perSecond: number;
  readonly out: string;
  readonly list: boolean;
  readonly writeDocs: boolean;
  readonly help: boolean;
}

/** @throws TypeError of `node:util` for an unknown flag; Error for a value that makes no sense */
export function parseOptions(args: readonly string[]): FaultOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      seconds: { type: 'string', default: '5' },
      'per-second': { type: 'string', default: '30' },
      out: { type: 'string' },
      list: { type: 'boolean', default: false },
      'write-docs': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  return {
    only: values.only?.split(','),
    seconds: numberIn('--seconds', values.seconds, [1, 600]),
    perSecond: numberIn('--per-second', values['per-second'], [1, 1000]),
    out: values.out ?? join(packageRoot, RESULTS_FILE),
    list: values.list,
    writeDocs: values['write-docs'],
    help: values.help,
  };
}

function numberIn(flag: string, text: string, [least, most]: readonly [number, number]): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= least && value <= most) return value;
  throw new Error(`${flag} is "${text}", must be a number from ${least} to ${most}`);
}
