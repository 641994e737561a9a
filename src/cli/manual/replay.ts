import type { Manual } from './manual.js';
import {
  BUNDLE_FLAG,
  CACHE_FLAG,
  ENCODER_FLAG,
  OUT_JSON_FLAG,
  SINCE_FLAG,
  RECORDS_FLAG,
  UNTIL_FLAG,
} from './usual-flags.js';

/** What `dragoman replay` takes, and what its help says. */
export const REPLAY = {
  summary: 'route recorded traffic again, by one registry or two',
  usage: ['replay DIR --data FILE [flags]', 'replay DIR --records URL [flags]'],
  about: `Routes traffic again with the code that serves, at full speed and without Envoy, and reports where it went: routes,
models, layers and reasons, expected cost and quality, and what each layer took. The decision cache and the memory of
conversations work by the clock of the requests. The small model is not asked.`,
  flags: {
    data: {
      type: 'string',
      value: 'FILE',
      help: 'JSONL, plain or gzip; a row is {text}, {messages} or {body}, with {id, headers, ts_ms, trace: {generated_tokens}} where there are any',
    },
    records: RECORDS_FLAG,
    against: {
      type: 'string',
      value: 'DIR2',
      help: 'route it by a second registry as well, and show what changes from DIR to DIR2',
    },
    since: SINCE_FLAG,
    until: UNTIL_FLAG,
    'as-auto': {
      type: 'boolean',
      help: 'route requests that name a model as if they had named auto',
      default: false,
    },
    predict: {
      type: 'boolean',
      help: 'predict the quality of every answer by the outcome heads; costs an embedding a prompt',
      default: false,
    },
    bundle: BUNDLE_FLAG,
    encoder: ENCODER_FLAG,
    cache: CACHE_FLAG,
    out: OUT_JSON_FLAG,
  },
  example: 'replay registry --records sqlite:records.db --against registry-new --since 7d',
  exitCodes: '0 replayed, 1 registry, encoder or store not valid, 2 wrong usage.',
} as const satisfies Manual;
