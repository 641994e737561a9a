import type { Manual } from './manual.js';
import { ENCODER_FLAG, JSON_FLAG, RECORDS_FLAG, TABLE_FLAG } from './usual-flags.js';

/** What `dragoman drift` takes, and what its help says. */
export const DRIFT = {
  summary: 'find what is no longer as it was, and traffic that no route covers',
  usage: ['drift [DIR] [--records URL] [flags]'],
  about: `Says what is no longer as it was, by route and over all: margin, confidence, requests out of scope, escalations, repeated
questions, dislikes, distance from the examples. With DIR, and where records keep text, it also finds kinds of requests
that no route covers, and prints a Route for each.`,
  flags: {
    records: RECORDS_FLAG,
    window: {
      type: 'string',
      value: 'T',
      help: 'records to look at: 7d, 12h or since a date',
      default: '7d',
    },
    baseline: {
      type: 'string',
      value: 'T',
      help: 'what they are held against, before the window',
      default: '28d',
    },
    until: { type: 'string', value: 'T', help: 'end of the window', without: 'now' },
    alpha: { type: 'string', value: 'A', help: 'chance of a false alarm in a run', default: '0.01' },
    texts: {
      type: 'string',
      value: 'N',
      help: 'most prompts to embed of each period, and of uncovered requests',
      default: '2000',
    },
    hints: {
      type: 'string',
      value: 'FILE',
      help: 'write the routes that decay, for dragoman serve --hints; needs DIR',
    },
    encoder: ENCODER_FLAG,
    json: JSON_FLAG,
    table: TABLE_FLAG,
  },
  example: 'drift registry --records sqlite:records.db --window 7d --hints hints.json',
  exitCodes:
    '0 nothing grave, 1 store, registry or encoder not valid, 2 wrong usage, 3 a finding of medium or high severity.',
} as const satisfies Manual;
