import type { AnswerComparison } from '../../record/comparison.js';
import type { Feedback } from '../../record/feedback.js';
import type { StoredRecord } from '../../record/stored-record.js';
import { alignColumns } from '../output/align-columns.js';
import type { OutputStyle } from '../output/output-style.js';
import { visibleText } from '../output/visible-text.js';

const HEAD = ['time (UTC)', 'id', 'route', 'model', 'reason', 'margin', 'status', 'ms', 'USD'];

/** Records as a table, a line each. */
export function formatRecords(
  records: readonly StoredRecord[],
  style: Pick<OutputStyle, 'paint' | 'width'>,
): string {
  const rows = records.map(({ at, id, route, model, reason, margin, outcome, costUsd }) => [
    ...[timeText(at), id, route ?? '-', modelText(model, outcome), reason, margin?.toFixed(3) ?? '-'],
    ...[String(outcome?.status ?? '-'), outcome?.totalMs.toFixed(0) ?? '-', costUsd?.toPrecision(3) ?? '-'],
  ]);
  return `${alignColumns([HEAD, ...rows], style).join('\n')}\n`;
}

/** The model decided for, and the one that answered where it is another. */
function modelText(model: string, outcome: StoredRecord['outcome']): string {
  const answered = outcome?.model ?? model;
  return answered === model ? model : `${model} > ${answered}`;
}

/** What is known of one decision. */
export interface KnownDecision {
  readonly record: StoredRecord;
  readonly feedback: readonly Feedback[];
  readonly comparisons: readonly AnswerComparison[];
}

/** A decision with everything that was learnt of it since, as lines of a name and a value. */
export function formatDecision({ record, feedback, comparisons }: KnownDecision): string {
  const rows = Object.entries(record).map(([name, value]) => [name, valueText(name, value)]);
  const opinions = feedback.map((opinion) => [
    'feedback',
    `${timeText(opinion.at)} ${JSON.stringify({ ...opinion, decision: undefined, at: undefined })}`,
  ]);
  const compared = comparisons.map((comparison) => [
    'comparison',
    `${timeText(comparison.at)} ${JSON.stringify({ ...comparison, decision: undefined, at: undefined })}`,
  ]);
  return `${alignColumns([...rows, ...opinions, ...compared]).join('\n')}\n`;
}

function valueText(name: string, value: unknown): string {
  if (name === 'at') return timeText(Number(value));
  if (value === null || value === '') return '-';
  return visibleText(typeof value === 'string' ? value : JSON.stringify(value));
}

function timeText(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ');
}
