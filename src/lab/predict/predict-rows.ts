import type { RequestView } from '../../request/request-view.js';
import { judge, type Judgement } from '../../router/judge.js';
import { SILENT_TRACE } from '../../router/silent-trace.js';
import type { Snapshot } from '../../router/snapshot.js';
import type { JsonLine } from '../read-jsonl.js';
import { type Failure, type Prediction, toPrediction } from './prediction.js';
import { viewOfRow } from './view-of-row.js';

/** A row that was judged, or why it could not be. */
export type JudgedRow =
  | {
      readonly ok: true;
      readonly id: string | number;
      readonly view: RequestView;
      readonly judgement: Judgement;
    }
  | ({ readonly ok: false } & Failure);

/** What the first requests of a process pay, later ones find ready: judges some, and forgets them. */
export async function warmUp(snapshot: Snapshot): Promise<void> {
  const texts = ['Is this the first one?', 'Thanks!', 'List three colours.'];
  const rows = texts.map((text): JsonLine => ({ line: 0, ok: true, value: { text } }));
  await judgeRows(rows, snapshot).next();
}

/** Rows judged at a time, so that every encoder thread has work. */
const AT_ONCE = 64;

/** Judges rows as serving judges requests; answers in their order. A row that cannot be read is told in its place. */
export async function* judgeRows(rows: readonly JsonLine[], snapshot: Snapshot): AsyncGenerator<JudgedRow> {
  for (let at = 0; at < rows.length; at += AT_ONCE) {
    const chunk = rows.slice(at, at + AT_ONCE);
    yield* await Promise.all(chunk.map((row) => judgeRow(row, snapshot)));
  }
}

/** The line that `dragoman predict` writes for a row. */
export function lineOf(row: JudgedRow, { registry }: Snapshot): Prediction | Failure {
  if (!row.ok) return { id: row.id, error: row.error };
  return toPrediction(row.id, row.view, row.judgement, registry);
}

async function judgeRow(row: JsonLine, snapshot: Snapshot): Promise<JudgedRow> {
  if (!row.ok) return { ok: false, id: row.line, error: row.message };
  const given = row.value['id'];
  const id = typeof given === 'string' || typeof given === 'number' ? given : row.line;
  const view = viewOfRow(row.value, snapshot.registry.policy.limits);
  if (!view.ok) return { ok: false, id, error: view.problem.message };
  const judged = await judge(view.value, snapshot, {}, SILENT_TRACE);
  if (!judged.ok) return { ok: false, id, error: judged.problem.message };
  return { ok: true, id, view: view.value, judgement: judged.value };
}
