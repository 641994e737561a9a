import type { Manual } from './manual.js';
import { ENCODER_FLAG } from './usual-flags.js';

/** What `dragoman check` takes, and what its help says. */
export const CHECK = {
  summary: 'check a registry',
  usage: ['check DIR [--json]'],
  about: `Checks a registry (a folder of YAML files, or one file) with the loader that serve uses, and prints everything that is
wrong with it, one problem a line: file:line:column path message. A bundle that spec.outcomes names is opened, too.`,
  flags: {
    json: {
      type: 'boolean',
      help: 'one JSON object: {ok, version, models, routes, examples, problems, warnings}',
    },
    encoder: ENCODER_FLAG,
  },
  example: 'check registry --json',
  exitCodes: '0 valid (warnings do not count), 1 not valid, 2 wrong usage.',
} as const satisfies Manual;
