import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { exchange, type Exchange, type Question } from './exchange.js';
import { objectOf, parseObject } from './stand-in/json.js';
import { textTable } from './text-table.js';

/** Requests in flight at once. */
const CONCURRENCY = 8;

interface ReplayTotals {
  readonly sent: number;
  /** Lines that hold no request. */
  readonly skipped: number;
  /** Requests whose model the pool does not know; they are sent as `auto`. */
  readonly renamed: number;
  /** Requests answered by 5xx, or not at all. */
  readonly failed: number;
  /** Count by `route`, `model`, `reason` and `status`. */
  readonly counts: ReadonlyMap<string, number>;
  readonly seconds: number;
}

/**
 * Sends recorded requests in their order, {@link CONCURRENCY} at a time, as fast as they are answered.
 * @param file JSONL, plain or gzip, of `{headers?, path?, body}`
 * @param known model names that are sent as they are
 */
export async function replay(
  url: string,
  file: string,
  known: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<ReplayTotals> {
  const counts = new Map<string, number>();
  const totals = { sent: 0, skipped: 0, renamed: 0, failed: 0 };
  const start = Date.now();
  const pending = new Set<Promise<void>>();
  for await (const line of linesOf(file)) {
    signal.throwIfAborted();
    const question = questionOf(line);
    if (question === undefined) {
      totals.skipped += 1;
      continue;
    }
    const asked = question.body['model'];
    const rename = typeof asked === 'string' && !known.has(asked);
    if (rename) totals.renamed += 1;
    const body = rename ? { ...question.body, model: 'auto' } : question.body;
    const one = sendOne(url, { ...question, body }, signal).then((answer) => {
      totals.sent += 1;
      if (answer === undefined || answer.status >= 500) totals.failed += 1;
      const key = JSON.stringify(keyOf(answer));
      counts.set(key, (counts.get(key) ?? 0) + 1);
      if (totals.sent % 100 === 0) console.log(`  ${totals.sent} requests answered`);
      pending.delete(one);
    });
    pending.add(one);
    if (pending.size >= CONCURRENCY) await Promise.race(pending);
  }
  await Promise.all(pending);
  return { ...totals, counts, seconds: (Date.now() - start) / 1000 };
}

export function replaySummary(totals: ReplayTotals): string {
  const rows = [...totals.counts]
    .sort(([, a], [, b]) => b - a)
    .map(([key, count]) => [...(JSON.parse(key) as string[]), String(count)]);
  const notes = [
    `${totals.sent} requests in ${totals.seconds.toFixed(1)} s, ${totals.failed} failed (5xx or no answer)`,
    ...(totals.renamed > 0
      ? [`${totals.renamed} asked for a model that the pool has not; sent as auto`]
      : []),
    ...(totals.skipped > 0 ? [`${totals.skipped} lines hold no request; left out`] : []),
  ];
  return [textTable(['route', 'model', 'reason', 'status', 'requests'], rows), '', ...notes].join('\n');
}

function linesOf(file: string): AsyncIterable<string> {
  const bytes = createReadStream(file);
  const input = file.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes;
  // pipe() does not pass errors on: a missing file would wait for ever.
  bytes.on('error', (error) => input.destroy(error));
  return createInterface({ input, crlfDelay: Infinity });
}

function questionOf(line: string): Question | undefined {
  const row = parseObject(line);
  if (row === undefined || typeof row['body'] !== 'object') return undefined;
  const headers = Object.entries(objectOf(row['headers'])).map(([name, value]) => [name, String(value)]);
  const path = row['path'];
  return {
    path: typeof path === 'string' ? path : '/v1/chat/completions',
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: objectOf(row['body']),
  };
}

async function sendOne(url: string, question: Question, signal: AbortSignal): Promise<Exchange | undefined> {
  try {
    return await exchange(url, question, signal);
  } catch (error) {
    if (signal.aborted) throw error;
    return undefined;
  }
}

function keyOf(answer: Exchange | undefined): readonly string[] {
  if (answer === undefined) return ['-', '-', '-', 'no answer'];
  const { route, model, reason, status } = answer;
  return [route, model, reason].map((text) => (text === '' ? '-' : text)).concat(String(status));
}
