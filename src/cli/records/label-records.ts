import { fail, ok, type Result } from '../../errors.js';
import type { JsonLine } from '../../lab/read-jsonl.js';
import type { Feedback } from '../../record/feedback.js';
import type { RecordStore } from '../../store/record-store.js';
import { firstProblems } from '../output/first-problems.js';

/** What became of the rows of a file of labels. */
export interface Labelled {
  readonly added: number;
  /** Labels of records that had one. */
  readonly repeated: number;
  /** What is wrong with rows; when any is malformed, nothing was added. */
  readonly problems: readonly string[];
}

/** Adds labels to the records that they name. Labels of records that are not there are told and left out. */
export async function labelRecords(
  store: RecordStore,
  lines: readonly JsonLine[],
  now: number,
): Promise<Labelled> {
  const labels: { readonly line: number; readonly label: Feedback }[] = [];
  const malformed: string[] = [];
  for (const line of lines) {
    const label = readLabel(line, now);
    if (label.ok) labels.push({ line: line.line, label: label.value });
    else malformed.push(`line ${line.line}: ${label.problem.message}`);
  }
  if (malformed.length > 0) return { added: 0, repeated: 0, problems: firstProblems(malformed) };
  const found: Feedback[] = [];
  const unknown: string[] = [];
  for (const { line, label } of labels) {
    if ((await store.find(label.decision)) !== undefined) found.push(label);
    else unknown.push(`line ${line}: there is no record "${label.decision}"`);
  }
  const added = found.length === 0 ? 0 : await store.addFeedback(found);
  return { added, repeated: found.length - added, problems: firstProblems(unknown) };
}

/** A row is `{id, route?, model?, score?}`, with at least one of the three. */
function readLabel(line: JsonLine, now: number): Result<Feedback> {
  if (!line.ok) return fail('data_invalid', line.message);
  const { id, route = null, model = null, score = null } = line.value;
  if (typeof id !== 'string' || id === '') return invalid('id', id, 'the id of a record');
  if (route !== null && typeof route !== 'string') return invalid('route', route, 'the name of a route');
  if (model !== null && typeof model !== 'string') return invalid('model', model, 'the name of a model');
  if (score !== null && !(typeof score === 'number' && score >= 0 && score <= 1)) {
    return invalid('score', score, 'a number from 0 to 1');
  }
  if (route === null && model === null && score === null) {
    return fail('data_invalid', 'has none of route, model and score, must have one');
  }
  return ok({ decision: id, source: 'label', at: now, score, route, model, tags: [] });
}

function invalid(
  field: string,
  value: unknown,
  expected: string,
): { ok: false; problem: ReturnType<typeof fail>['problem'] } {
  return fail(
    'data_invalid',
    `${field} is ${value === undefined ? 'absent' : JSON.stringify(value)}, must be ${expected}`,
    field,
  );
}
