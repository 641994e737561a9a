import type { Manual } from './manual.js';
import { BUNDLE_FLAG, ENCODER_FLAG, MARKDOWN_FLAG, OUT_JSON_FLAG } from './usual-flags.js';

/** What `dragoman eval` takes, and what its help says. */
export const EVAL = {
  summary: 'measure how well a registry routes labelled prompts',
  usage: ['eval DIR --data FILE [flags]'],
  about: `Judges labelled prompts as serving would and reports how well the registry routes them: accuracy, recall and precision of
each route with 95 % intervals, confusions, out of scope, calibration, what each layer took and decided, expected cost.
Every prompt is judged by itself and by the router alone: no decision cache, stickiness, control group or small model.`,
  flags: {
    data: {
      type: 'string',
      value: 'FILE',
      help: 'JSONL, plain or gzip; a row is {text}, {messages} or {body} with {label}: a route\'s name, or "oos" or null for no route; {labels} when several routes are right; {model} when a model is to answer',
    },
    limits: {
      type: 'string',
      value: 'FILE',
      help: 'YAML or JSON: figures that must be reached, such as {accuracy: 0.9, routes: {billing: {recall: 0.8}}}',
    },
    out: OUT_JSON_FLAG,
    html: { type: 'string', value: 'FILE', help: 'write a page with the confusion matrix as a picture' },
    markdown: MARKDOWN_FLAG,
    'ignore-unknown': { type: 'boolean', help: 'leave out rows whose label names no route', default: false },
    'no-text': { type: 'boolean', help: 'show no prompts', default: false },
    bundle: BUNDLE_FLAG,
    encoder: ENCODER_FLAG,
    cache: {
      type: 'string',
      value: 'DIR',
      help: 'keep embeddings in DIR for the next run; those found there count as no time',
    },
  },
  example: 'eval registry --data labelled.jsonl --limits limits.yaml --html report.html',
  exitCodes:
    '0 measured, 1 registry, encoder, prompts, labels or limits not valid, 2 wrong usage, 3 a limit is missed.',
} as const satisfies Manual;
