import { USUAL_TOLERANCE } from '../../lab/train/paired-trial.js';
import { STORE_FORMS } from '../../store/store-url.js';
import type { Manual } from './manual.js';
import { CACHE_FLAG, ENCODER_FLAG } from './usual-flags.js';

/** What `dragoman train` takes, and what its help says. */
export const TRAIN = {
  summary: 'learn a bundle from labels, opinions and verdicts',
  usage: ['train DIR (--data FILE | --records URL) [flags]'],
  about: `Learns from labels, opinions and verdicts, and writes a bundle: heads that tell the registry's routes apart, the chance
that each model's answer is good, and the bars of the gate. Each part is trained when there is enough to learn from, and
kept when it is not worse than what is in service on prompts held out. The same input gives the same bytes.`,
  flags: {
    data: {
      type: 'string',
      value: 'FILE',
      help: "JSONL, plain or gzip; a row is {text | messages | body, label?, model?, score?, output_tokens?}; label is a route or null, score from 0 to 1 says how good the model's answer was",
    },
    records: {
      type: 'string',
      value: 'URL',
      help: `records to learn from, ${STORE_FORMS}: corrected routes, opinions, verdicts of the gate and comparisons; prompts only where records.text keeps them`,
    },
    since: {
      type: 'string',
      value: 'TIME',
      help: 'records decided since then: a date, or 7d',
      default: '30d',
    },
    bundles: {
      type: 'string',
      value: 'DIR',
      help: 'folder for the bundle, as of dragoman bundle; its active one is the part to beat',
      without: 'nothing is written',
    },
    candidate: {
      type: 'boolean',
      help: 'let the bundle run silently beside the one in service',
      default: false,
    },
    'hold-out': {
      type: 'string',
      value: 'SHARE',
      help: 'share of the prompts that is kept for the test',
      default: '0.2',
    },
    tolerance: {
      type: 'string',
      value: 'SHARE',
      help: 'by how much a part may seem worse and still be kept',
      default: String(USUAL_TOLERANCE),
    },
    seed: { type: 'string', value: 'S', help: 'of every fit', default: '1' },
    encoder: ENCODER_FLAG,
    cache: CACHE_FLAG,
  },
  example: 'train registry --records sqlite:records.db --since 30d --bundles bundles --candidate',
  exitCodes:
    '0 written or, without --bundles, told; 1 a row or the registry is not valid, 2 wrong usage, 3 nothing was kept.',
} as const satisfies Manual;
