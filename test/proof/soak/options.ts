import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packageRoot } from '../../../src/package-root.js';

export const USAGE = `npm run test:soak -- [--minutes N] [--rate N] [--out FILE] [--write-docs]

Sends the recorded traffic to Envoy and dragoman serve at half of what they can take, for an hour, while registries are
edited, answers escalate and clients go away in the middle; watches memory, descriptors, the event loop and losses.

  --minutes N   how long, from 0.5 to 1,440  (60)
  --rate N      requests a second  (half of what a closed loop reaches just before)
  --out FILE    where the figures go, written anew each minute  (test/proof/results/soak.json)
  --write-docs  measure nothing; write docs/soak.md from that file
`;

/** How long a soak is that tells of memory, and the default. */
export const FULL_MINUTES = 60;

/** Where the figures are kept, relative to the repository's root. */
export const RESULTS_FILE = 'test/proof/results/soak.json';

export interface SoakOptions {
  readonly minutes: number;
  /** Requests a second; `undefined`: half of saturation. */
  readonly rate: number | undefined;
  readonly out: string;
  readonly writeDocs: boolean;
  readonly help: boolean;
}

/** @throws TypeError of `node:util` for an unknown flag; Error for a value that makes no sense */
export function parseOptions(args: readonly string[]): SoakOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      minutes: { type: 'string', default: String(FULL_MINUTES) },
      rate: { type: 'string' },
      out: { type: 'string' },
      'write-docs': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  return {
    minutes: numberIn('--minutes', values.minutes, [0.5, 1440]),
    rate: values.rate === undefined ? undefined : numberIn('--rate', values.rate, [1, 10_000]),
    out: values.out ?? join(packageRoot, RESULTS_FILE),
    writeDocs: values['write-docs'],
    help: values.help,
  };
}

function numberIn(flag: string, text: string, [least, most]: readonly [number, number]): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= least && value <= most) return value;
  throw new Error(`${flag} is "${text}", must be a number from ${least} to ${most}`);
}
