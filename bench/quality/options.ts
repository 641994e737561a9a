import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packageRoot } from '../../src/package-root.js';

export const USAGE = `npm run eval:quality -- [--only NAME[,NAME...]] [--out FILE] [--floors] [--write-docs]

Measures how well the router decides, one suite a core (about 9 minutes on two cores with nothing embedded, less once the
texts are embedded), and keeps the raw figures. The data sets are read from $DRAGOMAN_DATA, or from ../shared/data
beside the checkout.

  --only NAMES  only these suites; the figures then go to .cache/quality.json unless --out says otherwise
  --out FILE    where the raw figures go  (bench/quality/results/DATE.json)
  --floors      fail when a figure is below its floor
  --write-docs  measure nothing; write docs/quality.md from the newest file in bench/quality/results
`;

export interface QualityOptions {
  readonly writeDocs: boolean;
  /** Names of the suites to run; `undefined` for all. */
  readonly only: readonly string[] | undefined;
  readonly out: string;
  /** Whether a figure below its floor is a failure. */
  readonly floors: boolean;
  readonly help: boolean;
}

/** @throws TypeError of `node:util` for an unknown flag */
export function parseOptions(args: readonly string[]): QualityOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      out: { type: 'string' },
      floors: { type: 'boolean', default: false },
      'write-docs': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const today = new Date().toISOString().slice(0, 10);
  const out = values.only === undefined ? `bench/quality/results/${today}.json` : '.cache/quality.json';
  return {
    writeDocs: values['write-docs'],
    only: values.only?.split(','),
    out: values.out ?? join(packageRoot, out),
    floors: values.floors,
    help: values.help,
  };
}
