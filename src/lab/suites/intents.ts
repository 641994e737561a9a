import { accuracy, isRight, recallByClass } from '../metrics/accuracy.js';
import { calibrationError, reliabilityTable } from '../metrics/calibration-error.js';
import { auroc, barPassedBy, recallAtBar } from '../metrics/ranking.js';
import { accuracyAtCoverage } from '../metrics/risk-coverage.js';
import { groupBy } from '../group-by.js';
import { OUT_OF_SCOPE } from '../route-of-label.js';
import { type Example, fitNgramClassifier, majorityAccuracy, topOf } from './baselines.js';
import { cell, figureOf, shareFigure } from './figure.js';
import { type Decided, decideIntents, fitIntentRouter } from './intent-router.js';
import { inScope, readIntents } from './intent-rows.js';
import type { Aim, Figure, Suite, Table } from './suite.js';

interface IntentSet {
  readonly name: string;
  readonly dataset: string;
  readonly suite: string;
  readonly about: string;
  readonly accuracy: Aim;
  readonly coverage?: Aim;
  readonly calibration?: Aim;
}

const SETS: readonly IntentSet[] = [
  {
    name: 'clinc',
    dataset: 'clinc150',
    suite: 'CLINC150',
    about:
      '150 routes with about 90 examples each, fitted by the code that serves. Out of scope: rows of `dev` beside all 200 rows labelled `oos`, which nothing is fitted on; the bar keeps 95 % of the in-scope rows of `val`.',
    accuracy: { floor: 95, goal: 96.5 },
    coverage: { floor: 98.3, goal: 99.2 },
    calibration: { floor: 0.03, goal: 0.01 },
  },
  {
    name: 'banking',
    dataset: 'banking77',
    suite: 'Banking77',
    about: '77 routes with about 117 examples each.',
    accuracy: { floor: 93.3, goal: 94.5 },
  },
  {
    name: 'hwu',
    dataset: 'hwu64',
    suite: 'HWU64',
    about: '64 routes with about 125 examples each.',
    accuracy: { floor: 90, goal: 92.5 },
  },
];

const WEAKEST = 10;
const confident = (row: Decided): { confidence: number; correct: boolean } => ({
  confidence: row.confidence,
  correct: isRight(row),
});

/** Routing by intent with all examples: accuracy, calibration, and for CLINC150 what belongs to no route. */
export const INTENT_SUITES: readonly Suite[] = SETS.map((set) => ({
  name: set.name,
  run: async (bench) => {
    const train = inScope(await readIntents(set.dataset, 'train'));
    const dev = inScope(await readIntents(set.dataset, 'dev'));
    const head = await fitIntentRouter(train, bench);
    bench.say('fitted');
    const decided = await decideIntents(head, dev, bench);
    const figures = [await accuracyFigure(set, train, dev, decided), ...trustFigures(set, decided)];
    if (set.name === 'clinc') {
      const strange = await decideIntents(head, await strangers(), bench);
      const val = await decideIntents(head, inScope(await readIntents(set.dataset, 'val')), bench);
      figures.push(...strangerFigures(decided, strange, val));
    }
    const tables = [coverageTable(decided), reliability(decided), weakestTable(decided)];
    return { suite: set.suite, about: set.about, figures, tables };
  },
}));

async function accuracyFigure(
  set: IntentSet,
  train: readonly Example[],
  dev: readonly Example[],
  decided: readonly Decided[],
): Promise<Figure> {
  const classify = await fitNgramClassifier(train);
  const plain = dev.map(({ text, label }) => topOf(classify(text)) === label);
  const baselines = {
    'n-grams linear': 100 * accuracy(plain),
    majority: 100 * majorityAccuracy(train, dev),
  };
  return shareFigure(decided.map(isRight), { name: 'accuracy, %', aim: set.accuracy, baselines });
}

function trustFigures(set: IntentSet, decided: readonly Decided[]): Figure[] {
  const rows = decided.map(confident);
  return [
    figureOf(rows, (sample) => accuracyAtCoverage(sample, 0.9), {
      name: 'accuracy at 90 % coverage, %',
      scale: 100,
      ...(set.coverage && { aim: set.coverage }),
    }),
    figureOf(rows, calibrationError, {
      name: 'ECE (15 bins)',
      better: 'lower',
      ...(set.calibration && { aim: set.calibration }),
    }),
  ];
}

/** Every row of CLINC150 that belongs to no route. */
async function strangers(): Promise<Example[]> {
  const splits = await Promise.all(
    (['train', 'val', 'dev'] as const).map((split) => readIntents('clinc150', split)),
  );
  return splits.flat().filter(({ label }) => label === OUT_OF_SCOPE);
}

function strangerFigures(
  known: readonly Decided[],
  strange: readonly Decided[],
  val: readonly Decided[],
): Figure[] {
  const rows = [...known, ...strange].map(({ truth, outOfScope, confidence }) => ({
    score: outOfScope,
    plain: 1 - confidence,
    positive: truth === OUT_OF_SCOPE,
  }));
  const bar = barPassedBy(
    val.map(({ outOfScope }) => outOfScope),
    0.05,
  );
  const plain = rows.map(({ plain: score, positive }) => ({ score, positive }));
  const plainBar = barPassedBy(
    val.map(({ confidence }) => 1 - confidence),
    0.05,
  );
  return [
    figureOf(rows, auroc, {
      name: 'out-of-scope AUROC, %',
      scale: 100,
      aim: { floor: 97.5, goal: 98.5 },
      baselines: { '1 - probability': 100 * auroc(plain) },
    }),
    figureOf(rows, (sample) => recallAtBar(sample, bar), {
      name: 'out-of-scope recall at 95 % kept, %',
      scale: 100,
      aim: { floor: 87, goal: 93 },
      baselines: { '1 - probability': 100 * recallAtBar(plain, plainBar) },
    }),
    shareFigure(
      known.map(({ outOfScope }) => outOfScope < bar),
      { name: 'in-scope rows kept at that bar, %' },
    ),
    figureOf(rows, (sample) => recallAtBar(sample, 0.5), {
      name: 'out-of-scope recall at the bar that is served (.5), %',
      scale: 100,
    }),
    shareFigure(
      known.map(({ outOfScope }) => outOfScope < 0.5),
      { name: 'in-scope rows kept at the bar that is served, %' },
    ),
  ];
}

function coverageTable(decided: readonly Decided[]): Table {
  const rows = decided.map(confident);
  return {
    title: 'accuracy when the least sure are escalated',
    head: ['kept, %', 'accuracy, %'],
    rows: [1, 0.95, 0.9, 0.8].map((coverage) => [
      cell(100 * coverage, 0),
      cell(100 * accuracyAtCoverage(rows, coverage)),
    ]),
  };
}

function reliability(decided: readonly Decided[]): Table {
  const bins = reliabilityTable(decided.map(confident)).filter(({ count }) => count > 0);
  return {
    title: 'reliability',
    head: ['probability', 'rows', 'mean probability', 'share right'],
    rows: bins.map(({ from, to, count, confidence, accuracy: share }) => [
      `${cell(from, 2)} to ${cell(to, 2)}`,
      String(count),
      cell(confidence, 3),
      cell(share, 3),
    ]),
  };
}

function weakestTable(decided: readonly Decided[]): Table {
  const groups = groupBy(decided, ({ truth }) => truth);
  const weakest = [...recallByClass(decided)].sort(([, a], [, b]) => a - b).slice(0, WEAKEST);
  return {
    title: 'weakest routes',
    head: ['route', 'rows', 'recall, %', 'taken for'],
    rows: weakest.map(([route, recall]) => {
      const group = groups.get(route) ?? [];
      const wrong = [...new Set(group.filter((row) => !isRight(row)).map(({ predicted }) => predicted))];
      return [route, String(group.length), cell(100 * recall), wrong.slice(0, 3).join(', ') || '-'];
    }),
  };
}
