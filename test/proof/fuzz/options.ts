import { parseArgs } from 'node:util';
import { TARGETS } from './targets.js';

export const USAGE = `npm run test:fuzz [-- --inputs N] [--seed N] [--only NAME] [--minutes N] [--write-docs]

Tries made-up and damaged input on everything that takes some from outside. Exits with 1 when a claim breaks; the input
is then kept in test/fixtures/fuzz, shrunk, and npm test tries it for ever.

  --inputs N    inputs in all  (1,000,000; about a quarter of an hour on two cores)
  --minutes N   as many inputs as that time takes, instead
  --seed N      what the inputs are drawn from  (another one each time; printed)
  --only NAME   one target; its figures are printed and not kept
  --guided N    mutated inputs for each target that is guided by coverage  (20,000; 0 leaves that out)
  --write-docs  try nothing; write docs/fuzz.md from the figures that are kept

Targets: ${TARGETS.map(({ name }) => name).join(', ')}
`;

/** Inputs of a nightly run, and the default. */
export const FULL_INPUTS = 1_000_000;

export interface FuzzOptions {
  readonly inputs: number;
  readonly mostMs: number;
  readonly seed: number;
  readonly only: string | undefined;
  readonly guided: number;
  readonly writeDocs: boolean;
  readonly help: boolean;
}

/** @throws TypeError of `node:util` for an unknown flag; Error for a value that makes no sense */
export function parseOptions(args: readonly string[]): FuzzOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      inputs: { type: 'string' },
      minutes: { type: 'string' },
      seed: { type: 'string' },
      only: { type: 'string' },
      guided: { type: 'string' },
      'write-docs': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.only !== undefined && !TARGETS.some(({ name }) => name === values.only)) {
    throw new Error(`--only is "${values.only}", must be of ${TARGETS.map(({ name }) => name).join(', ')}`);
  }
  const minutes = values.minutes === undefined ? Infinity : numberOf('--minutes', values.minutes, 0.01);
  const inputs = values.minutes === undefined ? FULL_INPUTS : Infinity;
  return {
    inputs: values.inputs === undefined ? inputs : numberOf('--inputs', values.inputs, 1),
    mostMs: minutes * 60_000,
    seed:
      values.seed === undefined
        ? Math.floor(Math.random() * 2 ** 31)
        : numberOf('--seed', values.seed, -(2 ** 31)),
    only: values.only,
    guided: values.guided === undefined ? 20_000 : numberOf('--guided', values.guided, 0),
    writeDocs: values['write-docs'],
    help: values.help,
  };
}

function numberOf(flag: string, text: string, least: number): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value >= least) return value;
  throw new Error(`${flag} is "${text}", must be a number from ${least}`);
}
