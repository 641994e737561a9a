import type { Manual } from './manual.js';
import { BUNDLE_FLAG, ENCODER_FLAG, JSON_FLAG, TABLE_FLAG } from './usual-flags.js';

/** What `dragoman explain` takes, and what its help says. */
export const EXPLAIN = {
  summary: 'show why a prompt goes where it goes',
  usage: ['explain DIR PROMPT [flags]', 'explain DIR --data FILE [flags]'],
  about: `Shows why a prompt goes where it goes: what each layer found and what it cost, each route's probability and the bar that
it had to clear, and what every other model would have cost.`,
  flags: {
    data: { type: 'string', value: 'FILE', help: 'prompts as for dragoman predict' },
    json: JSON_FLAG,
    table: TABLE_FLAG,
    'show-text': {
      type: 'boolean',
      help: 'show the text that was looked at; otherwise only names and numbers are shown',
      default: false,
    },
    bundle: BUNDLE_FLAG,
    encoder: ENCODER_FLAG,
  },
  example: 'explain registry "Why was I charged twice?"',
  exitCodes: '0 explained, 1 registry or encoder not valid or a prompt that cannot be read, 2 wrong usage.',
} as const satisfies Manual;
