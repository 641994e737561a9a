import type { Manual } from './manual.js';
import { JSON_FLAG, TABLE_FLAG } from './usual-flags.js';

/** What `dragoman tail` takes, and what its help says. */
export const TAIL = {
  summary: 'follow decisions as they are made',
  usage: ['tail [flags]'],
  about: `Follows the decisions of a running dragoman serve, a line each, from its admin port: first the last 20, then each new one
when its outcome is known, at most 200 a second. Where the connection breaks it comes back by itself. Ctrl-C ends it.`,
  flags: {
    admin: {
      type: 'string',
      value: 'URL',
      help: 'the admin port, as given to dragoman serve --admin',
      default: 'http://127.0.0.1:9902',
    },
    route: { type: 'string', value: 'NAME', help: 'only decisions for this route' },
    model: { type: 'string', value: 'NAME', help: 'only decisions for this model' },
    reason: { type: 'string', value: 'CODE', help: 'only decisions for this reason, such as low_margin' },
    'margin-below': { type: 'string', value: 'N', help: 'only decisions with a margin below N, 0 to 1' },
    json: {
      ...JSON_FLAG,
      help: 'a JSON object a line; also without the flag where the output is no terminal',
    },
    table: TABLE_FLAG,
  },
  example: 'tail --route billing --margin-below 0.1',
  exitCodes:
    '0 ended by Ctrl-C or by the reader, 1 the admin port cannot be reached or refuses, 2 wrong usage.',
  more: 'Where the admin port asks for a token, it is read from DRAGOMAN_ADMIN_TOKEN. NO_COLOR and FORCE_COLOR hold.',
} as const satisfies Manual;
