import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packageRoot } from '../../../src/package-root.js';

export const USAGE = `npm run test:overload -- [--seconds N] [--rate N] [--only on|off] [--out FILE] [--write-docs]

Finds how many requests a second 32 clients get answered who ask without a break, with every layer at work, and then sends
twice as many in an open loop to Envoy and dragoman serve: once as it is, and once with shedding off.

  --seconds N   how long twice saturation lasts, from 5 to 600  (60)
  --rate N      saturation in requests a second  (measured)
  --only PART   on: with shedding only; off: without only
  --out FILE    where the figures go  (test/proof/results/overload.json)
  --write-docs  measure nothing; write docs/overload.md from that file
`;

/** How long an overload is that tells anything, and the default. */
export const FULL_SECONDS = 60;

/** Where the figures are kept, relative to the repository's root. */
export const RESULTS_FILE = 'test/proof/results/overload.json';

export interface OverloadOptions {
  readonly seconds: number;
  /** Requests a second; `undefined`: measured. */
  readonly rate: number | undefined;
  readonly only: 'on' | 'off' | undefined;
  readonly out: string;
  readonly writeDocs: boolean;
  readonly help: boolean;
}

/** @throws TypeError of `node:util` for an unknown flag; Error for a value that makes no sense */
export function parseOptions(args: readonly string[]): OverloadOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seconds: { type: 'string', default: String(FULL_SECONDS) },
      rate: { type: 'string' },
      only: { type: 'string' },
      out: { type: 'string' },
      'write-docs': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const { only } = values;
  if (only !== undefined && only !== 'on' && only !== 'off') {
    throw new Error(`--only is "${only}", must be on or off`);
  }
  return {
    seconds: wholeIn('--seconds', values.seconds, [5, 600]),
    rate: values.rate === undefined ? undefined : wholeIn('--rate', values.rate, [2, 10_000]),
    only,
    out: values.out ?? join(packageRoot, RESULTS_FILE),
    writeDocs: values['write-docs'],
    help: values.help,
  };
}

function wholeIn(flag: string, text: string, [least, most]: readonly [number, number]): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new Error(`${flag} is "${text}", must be a whole number from ${least} to ${most}`);
}
