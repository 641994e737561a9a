import type { Registry } from '../../config/registry.js';
import type { AnswerComparison } from '../../record/comparison.js';
import type { Feedback } from '../../record/feedback.js';
import type { StoredRecord } from '../../record/stored-record.js';
import type { RequestView } from '../../request/request-view.js';
import { focusOf } from '../../signals/focus/focus.js';
import type { RecordFilter, RecordStore } from '../../store/record-store.js';
import { byDecision } from '../by-decision.js';
import type { ModelOutcome } from '../outcomes/outcome-sample.js';
import type { OutcomeRow } from '../outcomes/read-outcomes.js';
import { viewOfRow } from '../predict/view-of-row.js';
import { type GateLesson, type Lessons, NO_LESSONS, type RouteLesson } from './lessons.js';

/** What is known of one decision. */
interface Case {
  readonly record: StoredRecord;
  readonly opinions: readonly Feedback[];
  readonly comparisons: readonly AnswerComparison[];
}

/**
 * Reads what the store teaches: corrected routes, opinions on answers, the gate's verdicts, and comparisons with other
 * models. Prompts can only be learnt from where their text was kept.
 *
 * @param onRead told how many more records were read
 */
export async function readStore(
  store: RecordStore,
  filter: RecordFilter,
  registry: Registry,
  onRead: (count: number) => void,
): Promise<Lessons> {
  const opinions = await byDecision(store.feedback(filter));
  const comparisons = await byDecision(store.comparisons(filter));
  const routes: RouteLesson[] = [];
  const outcomes: OutcomeRow[] = [];
  const gate: GateLesson[] = [];
  const sources: Record<string, number> = {};
  const count = (source: string): void => void (sources[source] = (sources[source] ?? 0) + 1);
  let [from, until]: [number | null, number | null] = [null, null];
  let [withoutText, unknown] = [0, 0];
  for await (const records of store.scan(filter)) {
    for (const record of records) {
      const known = {
        record,
        opinions: opinions.get(record.id) ?? [],
        comparisons: comparisons.get(record.id) ?? [],
      };
      const verdict = gateLessonOf(known);
      if (verdict !== undefined) gate.push(verdict);
      const models = outcomesOf(known);
      const corrected = correctionOf(known.opinions);
      if (verdict !== undefined || models.size > 0 || corrected !== undefined) {
        from = Math.min(from ?? record.at, record.at);
        until = Math.max(until ?? record.at, record.at);
      }
      if (models.size === 0 && corrected === undefined) continue;
      const view = viewOf(record, registry);
      if (view === undefined) {
        withoutText += 1;
        continue;
      }
      if (models.size > 0) {
        outcomes.push({ view, domain: undefined, models });
        count(sourceOf(known));
      }
      if (corrected === undefined) continue;
      const isRoute = registry.routes.some(({ name }) => name === corrected);
      if (!isRoute) unknown += 1;
      else {
        routes.push({ text: focusOf(view).text, route: corrected });
        count('correction');
      }
    }
    onRead(records.length);
  }
  if (gate.length > 0) sources['verdict'] = gate.length;
  return {
    ...NO_LESSONS,
    ...{ routes, outcomes, gate, sources, from, until },
    notes: notesOf(withoutText, unknown),
  };
}

function notesOf(withoutText: number, unknown: number): string[] {
  const kept = 'left out: their text was not kept (records.text of the RouterPolicy)';
  return [
    ...(withoutText > 0 ? [`${withoutText} records ${kept}`] : []),
    ...(unknown > 0 ? [`${unknown} corrections left out: they name no route of the registry`] : []),
  ];
}

/** The route that would have been right; a person who labels knows better than a user. */
function correctionOf(opinions: readonly Feedback[]): string | undefined {
  const named = opinions.filter(({ route }) => route !== null);
  return (named.find(({ source }) => source === 'label') ?? named[0])?.route ?? undefined;
}

/** How good the delivered answer was to those who said so, in [0, 1]; what the client did next counts only without them. */
function opinionOf(opinions: readonly Feedback[]): number | undefined {
  const scored = opinions.flatMap(({ source, score }) => (score === null ? [] : [{ source, score }]));
  const said = scored.filter(({ source }) => source === 'user' || source === 'label');
  const counted = said.length > 0 ? said : scored;
  if (counted.length === 0) return undefined;
  return counted.reduce((sum, { score }) => sum + score, 0) / counted.length;
}

/** Of both answers, by the one that a judge preferred. */
const QUALITIES: Readonly<Record<'model' | 'tie' | 'reference', readonly [own: number, other: number]>> = {
  model: [1, 0],
  tie: [0.5, 0.5],
  reference: [0, 1],
};

function outcomesOf({ record, opinions, comparisons }: Case): Map<string, ModelOutcome> {
  const models = new Map<string, ModelOutcome>();
  for (const { model, score, outputTokens } of record.attempts) {
    if (score !== null) models.set(model, { quality: score, outputTokens });
  }
  for (const { model, reference, score, referenceScore, preferred } of comparisons) {
    const [own, other] = preferred === null ? [score, referenceScore] : QUALITIES[preferred];
    if (own !== null) models.set(model, { quality: own, outputTokens: undefined });
    if (other !== null) models.set(reference, { quality: other, outputTokens: undefined });
  }
  const { outcome } = record;
  const quality = opinionOf(opinions);
  if (quality !== undefined && outcome !== null && outcome.status < 400) {
    models.set(outcome.model ?? record.model, { quality, outputTokens: outcome.outputTokens ?? undefined });
  }
  return models;
}

function sourceOf({ opinions, comparisons }: Case): string {
  if (opinionOf(opinions) !== undefined) return 'feedback';
  return comparisons.length > 0 ? 'comparison' : 'gate';
}

/** The verdict on the answer that was delivered, beside what a person or a judge thought of that answer. */
function gateLessonOf({ record, opinions, comparisons }: Case): GateLesson | undefined {
  const delivered = record.attempts.at(-1);
  if (record.route === null || delivered === undefined || delivered.escalated || delivered.score === null) {
    return undefined;
  }
  const opinion = opinionOf(opinions);
  const judged = comparisons.find(({ preferred }) => preferred !== null)?.preferred;
  if (opinion === undefined && judged === undefined) return undefined;
  const isGood = opinion === undefined ? judged !== 'reference' : opinion >= 0.5;
  return { id: record.id, route: record.route, score: delivered.score, isGood };
}

function viewOf({ prompt }: StoredRecord, { policy }: Registry): RequestView | undefined {
  if (prompt.messages === null || prompt.messages.length === 0) return undefined;
  const messages = prompt.messages.map(({ role, text }) => ({ role, content: text }));
  const view = viewOfRow({ messages }, policy.limits);
  return view.ok ? view.value : undefined;
}
