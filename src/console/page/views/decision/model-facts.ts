import type { DecisionStory } from '../../../../admin/api/decisions.js';
import type { AnswerComparison } from '../../../../record/comparison.js';
import type { Feedback, FeedbackSource } from '../../../../record/feedback.js';
import type { StoredAttempt, StoredRecord } from '../../../../record/stored-record.js';
import { formatMillis, formatProbability } from '../../format.js';
import { fact, type Fact } from './fact.js';

/** Answers of two models that agree less than this say different things. */
const AGREES = 0.54;

/** What speaks for the model that was decided for, and against it. */
export function modelFacts({ record, feedback, comparisons }: DecisionStory): readonly Fact[] {
  return [
    ...outcomeFacts(record),
    ...record.attempts.flatMap(attemptFacts),
    ...feedback.flatMap((opinion) => feedbackFacts(opinion, record)),
    ...comparisons.flatMap(comparisonFacts),
    ...predictionFacts(record),
  ];
}

function outcomeFacts({ outcome, model, cascade }: StoredRecord): readonly Fact[] {
  if (outcome === null) return [fact('none', 'No outcome was reported.')];
  const flags = outcome.flags.length === 0 ? '' : ` (${outcome.flags.join(', ')})`;
  if (outcome.status >= 400 || outcome.model === null) {
    return [fact('bad', `The client got HTTP ${outcome.status}${flags}.`)];
  }
  const answered = fact('none', `${outcome.model} answered in ${formatMillis(outcome.totalMs)}${flags}.`);
  if (cascade === null && outcome.model !== model) {
    return [fact('bad', `${model} failed and ${outcome.model} stood in for it.`), answered];
  }
  return [answered];
}

function attemptFacts({ model, status, score, passed, reasons, escalated }: StoredAttempt): readonly Fact[] {
  if (status >= 400) return [fact('bad', `${model} failed with HTTP ${status}.`)];
  if (passed === null) return [];
  const at = score === null ? '' : ` with ${formatProbability(score)}`;
  if (passed) return [fact('good', `The gate let ${model} pass${at}.`)];
  const why = reasons.length === 0 ? '' : `: ${reasons.join(', ')}`;
  const then = escalated ? '; the next tier was asked' : '';
  return [fact('bad', `The gate rejected ${model}${at}${why}${then}.`)];
}

const DISCONTENT: Readonly<Record<FeedbackSource, string>> = {
  user: 'The user was not content',
  reask: 'The user asked again',
  regenerate: 'The user had the answer made anew',
  switch: 'The user went to another model',
  label: 'A person calls the answer bad',
};

function feedbackFacts({ source, score, model }: Feedback, record: StoredRecord): readonly Fact[] {
  const facts: Fact[] = [];
  if (score !== null && score < 0.5) facts.push(fact('bad', `${DISCONTENT[source]}.`));
  if (score !== null && score >= 0.5)
    facts.push(fact('good', `Somebody was content (${formatProbability(score)}).`));
  if (model !== null && model !== record.model)
    facts.push(fact('bad', `${model} is said to be right for it.`));
  return facts;
}

function comparisonFacts({
  kind,
  model,
  reference,
  preferred,
  agreement,
}: AnswerComparison): readonly Fact[] {
  if (preferred === 'reference') return [fact('bad', `${reference} gave the better answer (${kind}).`)];
  if (preferred !== null) {
    return [
      fact(
        'good',
        `${model} was ${preferred === 'tie' ? 'as good as' : 'better than'} ${reference} (${kind}).`,
      ),
    ];
  }
  if (agreement === null) return [];
  const said = `${model} and ${reference} agree to ${formatProbability(agreement)} (${kind}).`;
  return [fact(agreement < AGREES ? 'warn' : 'good', said)];
}

function predictionFacts({ outlook, model }: StoredRecord): readonly Fact[] {
  const own = outlook[model]?.quality ?? null;
  if (own === null) return [];
  const others = Object.entries(outlook).flatMap(([name, { quality }]) =>
    quality === null || name === model ? [] : [{ name, quality }],
  );
  const best = others.reduce<{ name: string; quality: number } | undefined>(
    (most, other) => (most === undefined || other.quality > most.quality ? other : most),
    undefined,
  );
  const rival =
    best === undefined || best.quality <= own ? '' : `; ${formatProbability(best.quality)} of ${best.name}`;
  return [fact('none', `A good answer was expected with ${formatProbability(own)}${rival}.`)];
}
