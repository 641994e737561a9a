import type { Manual } from './manual.js';
import { BUNDLE_FLAG, CACHE_FLAG, ENCODER_FLAG, MARKDOWN_FLAG, OUT_JSON_FLAG } from './usual-flags.js';

/** What `dragoman diff` takes, and what its help says. */
export const DIFF = {
  summary: 'show what a change of the registry changes',
  usage: ['diff OLD NEW --data FILE [flags]'],
  about: `Judges the same prompts by two registries, as serving would, and reports what changes: which prompts take another route
or model, from which route to which, and at what cost. Of prompts with labels also: accuracy and recall of each route
before and after with 95 % intervals for paired data, both confusion matrices and their difference, and which route takes
prompts that were right.`,
  flags: {
    data: {
      type: 'string',
      value: 'FILE',
      help: 'JSONL, plain or gzip; a row is {text}, {messages} or {body}, with {label} or {labels} if it has any; a label names a route of either registry, or is "oos" or null for no route',
    },
    limits: {
      type: 'string',
      value: 'FILE',
      help: 'YAML or JSON: what may change, such as {changed: 0.05, accuracyLoss: 0.01, recallLoss: 0.1}',
    },
    out: OUT_JSON_FLAG,
    markdown: MARKDOWN_FLAG,
    'ignore-unknown': { type: 'boolean', help: 'leave out rows whose label names no route', default: false },
    'no-text': { type: 'boolean', help: 'show no prompts', default: false },
    bundle: BUNDLE_FLAG,
    encoder: ENCODER_FLAG,
    cache: CACHE_FLAG,
  },
  example: 'diff registry registry-new --data labelled.jsonl --limits limits.yaml --markdown comment.md',
  exitCodes:
    '0 compared, 1 registry, encoder, prompts, labels or limits not valid, 2 wrong usage, 3 a limit is missed.',
} as const satisfies Manual;
