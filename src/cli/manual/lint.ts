import type { Manual } from './manual.js';
import { CACHE_FLAG, ENCODER_FLAG } from './usual-flags.js';

/** What `dragoman lint` takes, and what its help says. */
export const LINT = {
  summary: 'look for what will route requests wrongly',
  usage: ['lint DIR [flags]'],
  about: `Looks for what will route requests wrongly, before there are any: routes whose examples overlap, examples that look
mislabelled, near duplicates, routes that too little leads to, rules that never decide. Examples are held out and judged
by the head that serves. For what makes a registry invalid, and for every place of it, see dragoman check.`,
  flags: {
    strict: {
      type: 'boolean',
      help: 'exit code 3 when there is a warning; notes do not count',
      default: false,
    },
    json: {
      type: 'boolean',
      help: 'one JSON object: {registry, routes, examples, heldOut, accuracy, sameFrom, findings}',
      default: false,
    },
    encoder: ENCODER_FLAG,
    cache: CACHE_FLAG,
  },
  example: 'lint registry --strict',
  exitCodes: '0 looked through, 1 registry or encoder not valid, 2 wrong usage, 3 warnings with --strict.',
} as const satisfies Manual;
