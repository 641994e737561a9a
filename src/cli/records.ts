import { parseArgs } from 'node:util';
import { DragomanError } from '../errors.js';
import type { StoredRecord } from '../record/stored-record.js';
import { MOST_A_PAGE } from '../store/page-cursor.js';
import type { RecordFilter, RecordStore, Retention } from '../store/record-store.js';
import { numberFlag, wholeFlag } from './flags/number-flag.js';
import { filterOfFlags, timeOfFlag } from './flags/time-flag.js';
import { openRecords } from './input/open-records.js';
import { readDataFile } from './input/read-data-file.js';
import { exportRecords } from './records/export-records.js';
import { formatDecision, formatRecords, type KnownDecision } from './records/format-record.js';
import { labelRecords } from './records/label-records.js';

const HELP = `Usage: dragoman records list [flags]
       dragoman records show ID [flags]
       dragoman records export FILE [flags]
       dragoman records label FILE [flags]
       dragoman records prune [--max-age T] [--max-mebibytes N] [flags]
       dragoman records size [flags]

Reads the records that dragoman serve --records keeps. list shows the newest; show all of one, with its feedback; export
writes them, the oldest first, as .parquet, .jsonl or .jsonl.gz; label adds what was right of each, from JSONL rows of
{id, route?, model?, score?}; prune removes the oldest; size tells how many there are.

  --store URL          sqlite:FILE or postgres://…                                     (DRAGOMAN_RECORDS)
  --since, --until T   decided from, before: 2026-01-31, 2026-01-31T12:00:00Z, or 90m, 12h, 7d ago
  --route, --model NAME   only these records
  --limit N            most records to list or to export                               (list 20, export all)
  --max-age T          prune what was decided longer ago, such as 30d
  --max-mebibytes N    prune the oldest until the store is no larger
  --json               JSON; also without the flag where the output is no terminal

Example: dragoman records export july.parquet --store sqlite:records.db --since 2026-07-01 --until 2026-08-01

Exit code: 0 done, 1 no such record, a row or the store is not valid, 2 wrong usage.
`;

const OPTIONS = {
  store: { type: 'string' },
  since: { type: 'string' },
  until: { type: 'string' },
  route: { type: 'string' },
  model: { type: 'string' },
  limit: { type: 'string' },
  'max-age': { type: 'string' },
  'max-mebibytes': { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h' },
} as const;

type Flags = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'];

interface Asked {
  readonly store: RecordStore;
  /** The ID or FILE after the action; empty where it takes none. */
  readonly subject: string;
  readonly flags: Flags;
  readonly now: number;
  readonly asJson: boolean;
}

interface Action {
  /** What stands after the action's name. */
  readonly takes?: 'ID' | 'FILE';
  /** @returns the exit code */
  readonly run: (asked: Asked) => Promise<number>;
}

const ACTIONS: Readonly<Record<string, Action>> = {
  list: { run: list },
  show: { takes: 'ID', run: show },
  export: { takes: 'FILE', run: exportTo },
  label: { takes: 'FILE', run: label },
  prune: { run: prune },
  size: { run: size },
};

/**
 * The verb `records`.
 * @returns the exit code
 * @throws DragomanError `usage`, `store_unavailable`, `store_newer`, `folder_unwritable`
 */
export async function records(argv: readonly string[]): Promise<number> {
  const { values: flags, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: OPTIONS,
  });
  if (flags.help === true) {
    process.stdout.write(HELP);
    return 0;
  }
  const [name = '', subject = '', ...rest] = positionals;
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (action === undefined) {
    throw new DragomanError('usage', `records takes ${Object.keys(ACTIONS).join(', ')}, got "${name}"`);
  }
  if ((subject === '') !== (action.takes === undefined) || rest.length > 0) {
    throw new DragomanError(
      'usage',
      `records ${name} takes ${action.takes === undefined ? 'no argument' : `one ${action.takes}`}`,
    );
  }
  const store = await openRecords('records', flags.store);
  try {
    const asJson = flags.json || !process.stdout.isTTY;
    return await action.run({ store, subject, flags, now: Date.now(), asJson });
  } finally {
    await store.close();
  }
}

async function list({ store, flags, now, asJson }: Asked): Promise<number> {
  const filter = filterOf(flags, now);
  const limit = flags.limit === undefined ? 20 : wholeFlag('limit', flags.limit, 1, 1e9);
  const found: StoredRecord[] = [];
  let next: string | undefined;
  do {
    const page = await store.page(filter, Math.min(limit - found.length, MOST_A_PAGE), next);
    found.push(...page.records);
    next = page.next;
  } while (next !== undefined && found.length < limit);
  if (asJson) process.stdout.write(found.map((record) => `${JSON.stringify(record)}\n`).join(''));
  else process.stdout.write(found.length === 0 ? 'no records\n' : formatRecords(found));
  return 0;
}

async function show({ store, subject, asJson }: Asked): Promise<number> {
  const record = await store.find(subject);
  if (record === undefined) {
    process.stderr.write(`dragoman: there is no record "${subject}"\n`);
    return 1;
  }
  const moment = { since: Math.floor(record.at), until: Math.floor(record.at) + 1 };
  const known: KnownDecision = {
    record,
    feedback: await about(subject, store.feedback(moment)),
    comparisons: await about(subject, store.comparisons(moment)),
  };
  process.stdout.write(asJson ? `${JSON.stringify(known, undefined, 1)}\n` : formatDecision(known));
  return 0;
}

async function about<T extends { readonly decision: string }>(
  id: string,
  batches: AsyncIterable<readonly T[]>,
): Promise<T[]> {
  const found: T[] = [];
  for await (const batch of batches) found.push(...batch.filter(({ decision }) => decision === id));
  return found;
}

async function exportTo({ store, subject: file, flags, now }: Asked): Promise<number> {
  const limit = flags.limit === undefined ? Infinity : wholeFlag('limit', flags.limit, 1, 1e9);
  const written = await exportRecords(store, { filter: filterOf(flags, now), limit, file });
  process.stdout.write(`wrote ${written} records to ${file}\n`);
  return 0;
}

async function label({ store, subject: file, now }: Asked): Promise<number> {
  const { added, repeated, problems } = await labelRecords(store, await readDataFile(file), now);
  for (const problem of problems) process.stderr.write(`${file}: ${problem}\n`);
  process.stdout.write(`labels: ${added} added, ${repeated} there before\n`);
  return problems.length > 0 ? 1 : 0;
}

async function prune({ store, flags, now, asJson }: Asked): Promise<number> {
  const age = flags['max-age'];
  const mebibytes = flags['max-mebibytes'];
  if (age === undefined && mebibytes === undefined) {
    throw new DragomanError('usage', 'records prune needs --max-age or --max-mebibytes');
  }
  const retention: Retention = {
    maxAgeMs: age === undefined ? Number.MAX_SAFE_INTEGER : now - timeOfFlag('max-age', age, now),
    maxBytes: mebibytes === undefined ? Infinity : numberFlag('max-mebibytes', mebibytes, 0, 1e9) * 2 ** 20,
  };
  const removed = await store.prune(retention, now);
  const left = await store.size();
  if (asJson) process.stdout.write(`${JSON.stringify({ removed, ...left })}\n`);
  else
    process.stdout.write(`removed ${removed} records; ${left.records} are left, ${sizeText(left.bytes)}\n`);
  return 0;
}

async function size({ store, asJson }: Asked): Promise<number> {
  const { records: count, bytes } = await store.size();
  const each = count === 0 ? 0 : Math.round(bytes / count);
  if (asJson) process.stdout.write(`${JSON.stringify({ records: count, bytes })}\n`);
  else process.stdout.write(`${count} records, ${sizeText(bytes)}, ${each} bytes each\n`);
  return 0;
}

function filterOf(flags: Flags, now: number): RecordFilter {
  return {
    ...filterOfFlags(flags, now),
    ...(flags.route !== undefined && { route: flags.route }),
    ...(flags.model !== undefined && { model: flags.model }),
  };
}

function sizeText(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}
