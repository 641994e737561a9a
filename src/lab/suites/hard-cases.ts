import { readClauses } from '../../signals/routes/clauses.js';
import { focusOf } from '../../signals/focus/focus.js';
import { reaskSignal } from '../../signals/reask.js';
import { dataFile } from '../data-folder.js';
import { auroc } from '../metrics/ranking.js';
import { type JsonObject, readRows, textField } from '../read-jsonl.js';
import { type ChatMessage, viewOfMessages } from '../view-of-text.js';
import { figureOf, shareFigure } from './figure.js';
import { decideIntents, fitIntentRouter } from './intent-router.js';
import { drawEach, inScope, readIntents } from './intent-rows.js';
import type { Figure, Suite, Workbench } from './suite.js';

const EXAMPLES = 20;

/** Several intents, negation, follow-ups and repeated questions. */
export const hardCases: Suite = {
  name: 'hard-cases',
  run: async (bench) => {
    const rows = await readRows(dataFile('cases/cases.dev.jsonl.gz'));
    const of = (...kinds: string[]): JsonObject[] =>
      rows.filter((row) => kinds.includes(textField(row, 'kind')));
    const route = await router(bench);
    const figures = [
      ...(await intentFigures(of('multi_intent'), of('single_intent_control'), route)),
      ...(await negationFigures(of('negation'), of('negation_only'), route)),
      ...conversationFigures(of('followup'), of('new_topic'), of('reask_paraphrase', 'reask_dissatisfied')),
    ];
    const about = `Intents are routed by a registry of the 150 routes of CLINC150 with ${EXAMPLES} examples each. A prompt is cut into what it wants and what it refuses first, as in serving; with several wishes each one is routed.`;
    return { suite: 'Hard cases', about, figures, tables: [] };
  },
};

/** Says where each text goes; an empty route for one that belongs nowhere. */
type Route = (texts: readonly string[]) => Promise<string[]>;

async function router(bench: Workbench): Promise<Route> {
  const examples = drawEach(inScope(await readIntents('clinc150', 'train')), EXAMPLES, 1);
  const head = await fitIntentRouter(examples, bench);
  return async (texts) => {
    const decided = await decideIntents(
      head,
      texts.map((text) => ({ text, label: '' })),
      bench,
    );
    return decided.map(({ predicted, outOfScope }) => (outOfScope > 0.5 ? '' : predicted));
  };
}

async function intentFigures(
  several: readonly JsonObject[],
  single: readonly JsonObject[],
  route: Route,
): Promise<Figure[]> {
  const wishes = several.map((row) => readClauses(textField(row, 'text')).wanted);
  const texts = wishes.flat();
  const routed = await route(texts);
  const routeOf = new Map(texts.map((text, at) => [text, routed[at] ?? '']));
  const found = wishes.map((wanted) => wanted.map((text) => routeOf.get(text) ?? ''));
  const labels = several.map((row) => row['labels'] as readonly string[]);
  const whole = await route(several.map((row) => textField(row, 'text')));
  return [
    shareFigure(
      found.map((routes, at) => routes.some((name) => labels[at]?.includes(name))),
      {
        name: 'several intents: one of them found, %',
        baselines: {
          'whole prompt':
            (100 * whole.filter((name, at) => labels[at]?.includes(name)).length) / whole.length,
        },
      },
    ),
    shareFigure(
      found.map((routes, at) => labels[at]?.every((name) => routes.includes(name)) === true),
      { name: 'several intents: all of them found, %' },
    ),
    shareFigure(
      single.map((row) => readClauses(textField(row, 'text')).wanted.length === 1),
      { name: 'one intent: not cut, %' },
    ),
  ];
}

async function negationFigures(
  negated: readonly JsonObject[],
  alone: readonly JsonObject[],
  route: Route,
): Promise<Figure[]> {
  const wishes = negated.map((row) => readClauses(textField(row, 'text')).wanted.join(' '));
  const routed = await route(wishes);
  const plain = await route(negated.map((row) => textField(row, 'text')));
  const hits = (routes: readonly string[], field: string): boolean[] =>
    routes.map((name, at) => name === negated[at]?.[field]);
  const share = (hit: readonly boolean[]): number => (100 * hit.filter(Boolean).length) / hit.length;
  return [
    shareFigure(hits(routed, 'label'), {
      name: 'negation: sent where it wants, %',
      baselines: { 'whole prompt': share(hits(plain, 'label')) },
    }),
    shareFigure(hits(routed, 'not_label'), {
      name: 'negation: sent where it does not want, %',
      better: 'lower',
      baselines: { 'whole prompt': share(hits(plain, 'not_label')) },
    }),
    shareFigure(
      alone.map((row) => readClauses(textField(row, 'text')).wanted.length === 0),
      { name: 'nothing but negation: seen, %' },
    ),
  ];
}

function conversationFigures(
  followUps: readonly JsonObject[],
  topics: readonly JsonObject[],
  asks: readonly JsonObject[],
): Figure[] {
  const viewOf = (row: JsonObject): ReturnType<typeof viewOfMessages> =>
    viewOfMessages(row['messages'] as readonly ChatMessage[]);
  const scored = [...followUps, ...topics, ...asks].map((row) => ({
    score: reaskSignal(viewOf(row)).scores['yes'] ?? 0,
    positive: Number(row['reask']) === 1,
  }));
  const others = scored.filter(({ positive }) => !positive);
  return [
    figureOf(scored, auroc, { name: 'asked again: AUROC, %', scale: 100 }),
    shareFigure(
      scored.filter(({ positive }) => positive).map(({ score }) => score >= 0.5),
      { name: 'asked again: seen, %' },
    ),
    shareFigure(
      others.map(({ score }) => score >= 0.5),
      { name: 'not asked again: wrongly seen, %', better: 'lower' },
    ),
    shareFigure(
      followUps.map((row) => focusOf(viewOf(row)).context !== ''),
      { name: 'follow-ups read with the turn before, %' },
    ),
    shareFigure(
      topics.map((row) => focusOf(viewOf(row)).context !== ''),
      { name: 'new topics read with the turn before, %', better: 'lower' },
    ),
  ];
}
