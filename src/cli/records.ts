import { parseArgs } from 'node:util';
import { DragomanError } from '../errors.js';
import type { StoredRecord } from '../record/stored-record.js';
import { MOST_A_PAGE } from '../store/page-cursor.js';
import type { RecordStore, Retention } from '../store/record-store.js';
import { numberFlag, wholeFlag } from './flags/number-flag.js';
import { ageOfFlag, filterOfFlags } from './flags/time-flag.js';
import { openRecords } from './input/open-records.js';
import { readDataFile } from './input/read-data-file.js';
import { RECORDS } from './manual/records.js';
import { type OutputStyle, outputStyle } from './output/output-style.js';
import { exportRecords } from './records/export-records.js';
import { formatDecision, formatRecords, type KnownDecision } from './records/format-record.js';
import { labelRecords } from './records/label-records.js';

type Flags = ReturnType<typeof parseArgs<{ options: typeof RECORDS.flags }>>['values'];

interface Asked {
  readonly store: RecordStore;
  /** The ID or FILE after the action; empty where it takes none. */
  readonly subject: string;
  readonly flags: Flags;
  readonly now: number;
  readonly style: OutputStyle;
}

interface Action {
  /** What stands after the action's name. */
  readonly takes?: 'ID' | 'FILE';
  /** What helps whoever has no store. */
  readonly elsewhere?: string;
  /** @returns the exit code */
  readonly run: (asked: Asked) => Promise<number>;
}

const ACTIONS: Readonly<Record<string, Action>> = {
  list: { run: list },
  show: {
    takes: 'ID',
    run: show,
    elsewhere: '; a server that keeps none tells of its latest at /decisions/ID of its admin port',
  },
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
    options: RECORDS.flags,
  });
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
  const style = outputStyle(flags);
  const store = await openRecords(`records ${name}`, flags.records, action.elsewhere);
  try {
    return await action.run({ store, subject, flags, now: Date.now(), style });
  } finally {
    await store.close();
  }
}

async function list({ store, flags, now, style }: Asked): Promise<number> {
  const filter = filterOfFlags(flags, now);
  const limit = flags.limit === undefined ? 20 : wholeFlag('limit', flags.limit, 1, 1e9);
  const found: StoredRecord[] = [];
  let next: string | undefined;
  do {
    const page = await store.page(filter, Math.min(limit - found.length, MOST_A_PAGE), next);
    found.push(...page.records);
    next = page.next;
  } while (next !== undefined && found.length < limit);
  if (style.json) process.stdout.write(found.map((record) => `${JSON.stringify(record)}\n`).join(''));
  else process.stdout.write(found.length === 0 ? 'no records\n' : formatRecords(found, style));
  return 0;
}

async function show({ store, subject, style }: Asked): Promise<number> {
  const record = await store.find(subject);
  if (record === undefined) {
    process.stderr.write(
      `dragoman: there is no record "${subject}"; give the whole id, as records list --json shows it\n`,
    );
    return 1;
  }
  const moment = { since: Math.floor(record.at), until: Math.floor(record.at) + 1 };
  const known: KnownDecision = {
    record,
    feedback: await about(subject, store.feedback(moment)),
    comparisons: await about(subject, store.comparisons(moment)),
  };
  process.stdout.write(style.json ? `${JSON.stringify(known, undefined, 1)}\n` : formatDecision(known));
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
  const written = await exportRecords(store, { filter: filterOfFlags(flags, now), limit, file });
  process.stdout.write(`wrote ${written} records to ${file}\n`);
  return 0;
}

async function label({ store, subject: file, now }: Asked): Promise<number> {
  const { added, repeated, problems } = await labelRecords(store, await readDataFile(file), now);
  for (const problem of problems) process.stderr.write(`${file}: ${problem}\n`);
  process.stdout.write(`labels: ${added} added, ${repeated} there before\n`);
  return problems.length > 0 ? 1 : 0;
}

async function prune({ store, flags, now, style }: Asked): Promise<number> {
  const age = flags['max-age'];
  const mebibytes = flags['max-mebibytes'];
  if (age === undefined && mebibytes === undefined) {
    throw new DragomanError('usage', 'records prune needs --max-age or --max-mebibytes');
  }
  const retention: Retention = {
    maxAgeMs: age === undefined ? Number.MAX_SAFE_INTEGER : ageOfFlag('max-age', age, now),
    maxBytes: mebibytes === undefined ? Infinity : numberFlag('max-mebibytes', mebibytes, 0, 1e9) * 2 ** 20,
  };
  const removed = await store.prune(retention, now);
  const left = await store.size();
  if (style.json) process.stdout.write(`${JSON.stringify({ removed, ...left })}\n`);
  else
    process.stdout.write(`removed ${removed} records; ${left.records} are left, ${sizeText(left.bytes)}\n`);
  return 0;
}

async function size({ store, style }: Asked): Promise<number> {
  const { records: count, bytes } = await store.size();
  const each = count === 0 ? 0 : Math.round(bytes / count);
  if (style.json) process.stdout.write(`${JSON.stringify({ records: count, bytes })}\n`);
  else process.stdout.write(`${count} records, ${sizeText(bytes)}, ${each} bytes each\n`);
  return 0;
}

function sizeText(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}
