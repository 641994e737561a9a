import type { Manual } from './manual.js';
import {
  JSON_FLAG,
  MODEL_FLAG,
  ROUTE_FLAG,
  SINCE_FLAG,
  RECORDS_FLAG,
  TABLE_FLAG,
  UNTIL_FLAG,
} from './usual-flags.js';

/** What `dragoman records` takes, and what its help says. */
export const RECORDS = {
  summary: 'list, show, export, label and prune records of decisions',
  actions: {
    list: 'the newest',
    show: 'all of one, with its feedback',
    export: 'write them to a file',
    label: 'add what was right of each',
    prune: 'remove the oldest',
    size: 'how many there are',
  },
  usage: [
    'records list [flags]',
    'records show ID [flags]',
    'records export FILE [flags]',
    'records label FILE [flags]',
    'records prune [--max-age T] [--max-mebibytes N] [flags]',
    'records size [flags]',
  ],
  about: `Reads the records that dragoman serve --records keeps. list shows the newest; show all of one, with its feedback; export
writes them, the oldest first, as .parquet, .jsonl or .jsonl.gz; label adds what was right of each, from JSONL rows of
{id, route?, model?, score?}; prune removes the oldest; size tells how many there are.`,
  flags: {
    records: RECORDS_FLAG,
    since: SINCE_FLAG,
    until: UNTIL_FLAG,
    route: ROUTE_FLAG,
    model: MODEL_FLAG,
    limit: {
      type: 'string',
      value: 'N',
      help: 'most records to list or to export',
      without: 'list 20, export all',
    },
    'max-age': { type: 'string', value: 'T', help: 'prune what was decided longer ago, such as 30d' },
    'max-mebibytes': { type: 'string', value: 'N', help: 'prune the oldest until the store is no larger' },
    json: JSON_FLAG,
    table: TABLE_FLAG,
  },
  example: 'records export july.parquet --records sqlite:records.db --since 2026-07-01 --until 2026-08-01',
  exitCodes: '0 done, 1 no such record, a row or the store is not valid, 2 wrong usage.',
} as const satisfies Manual;
