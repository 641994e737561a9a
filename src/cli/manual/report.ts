import { GROUPINGS } from '../../store/record-store.js';
import type { Manual } from './manual.js';
import {
  JSON_FLAG,
  MARKDOWN_FLAG,
  MODEL_FLAG,
  ROUTE_FLAG,
  SINCE_FLAG,
  RECORDS_FLAG,
  TABLE_FLAG,
  UNTIL_FLAG,
} from './usual-flags.js';

/** What `dragoman report` takes, and what its help says. */
export const REPORT = {
  summary: 'show what routing cost and saved, and what trials say',
  usage: ['report [DIR] [--records URL] [flags]'],
  about: `What routing cost and saved: against the strongest model, the default model and the control group, by route and by day;
what a successful answer cost, the share of each model, the fallback rate and its part out of scope; and the arms of a trial, held against each other.
With DIR, the registry, it also checks that the arms have the shares that it gives them.`,
  flags: {
    records: RECORDS_FLAG,
    since: { ...SINCE_FLAG, default: '30d' },
    until: UNTIL_FLAG,
    by: { type: 'string', value: GROUPINGS.join('|'), help: 'one more table' },
    route: ROUTE_FLAG,
    model: MODEL_FLAG,
    tenant: { type: 'string', value: 'NAME', help: 'only records of this tenant' },
    tolerance: {
      type: 'string',
      value: 'SHARE',
      help: 'by how much the quality of an arm may seem lower and still be as good',
      default: '0.02',
    },
    alpha: {
      type: 'string',
      value: 'A',
      help: 'chance of a wrong stop of a trial, however often one looks',
      default: '0.05',
    },
    json: JSON_FLAG,
    table: TABLE_FLAG,
    markdown: MARKDOWN_FLAG,
  },
  example: 'report registry --records sqlite:records.db --since 30d --by route',
  exitCodes: '0 printed, 1 store or registry not valid, 2 wrong usage.',
} as const satisfies Manual;
