import { FEATURE_VERSION } from '../../signals/feature-vector.js';
import { predictOutcomes } from '../../signals/outcome-heads.js';
import { draw } from '../draw.js';
import { mean } from '../metrics/mean.js';
import { averageRecovered, callsToRecover, type Duel } from '../metrics/gap-recovered.js';
import { fitOutcomeHeads } from '../outcomes/fit-outcome-heads.js';
import type { OutcomeSample } from '../outcomes/outcome-sample.js';
import { shippedEncoder } from '../shipped-encoder.js';
import { fitNgramClassifier } from './baselines.js';
import { cell, drawsFigure, figureOf } from './figure.js';
import { readOutcomes } from './outcome-rows.js';
import type { Aim, Figure, Suite, Table, Workbench } from './suite.js';

const STRONG = 'gpt-4-1106-preview';
const WEAK = 'mistralai/Mixtral-8x7B-Instruct-v0.1';
const SETS = [
  { file: 'routellm_mmlu', title: 'MMLU', labels: 1_500, aim: { floor: 0.61, goal: 0.66 } },
  { file: 'routellm_gsm8k', title: 'GSM8K', labels: 300, aim: { floor: 0.61, goal: 0.65 } },
] as const;
const SEEDS = [1, 2, 3];
/** Draws where there are few rows: a few hundred labels decide much of what is learned from them. */
const MANY_SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
/** With fewer rows than that in `dev`, one figure says little. */
const FEW_ROWS = 500;

/** One prompt with its score from each draw of the labels, and from the simpler systems. */
interface Scored {
  readonly weak: number;
  readonly strong: number;
  readonly ours: readonly number[];
  readonly ngrams: readonly number[];
  readonly length: number;
}

/** Two models, few labels: how much of the gap between them is recovered (RouteLLM). */
export const duels: Suite = {
  name: 'duels',
  run: async (bench) => {
    const figures: Figure[] = [];
    const rows: string[][] = [];
    for (const { file, title, labels, aim } of SETS) {
      const train = await readOutcomes(`${file}.train`, bench);
      const dev = await readOutcomes(`${file}.dev`, bench);
      const scored = await score(train, dev, labels, bench);
      const name = `${title}, ${labels} labels: APGR`;
      figures.push(gapFigure(name, scored, aim));
      if (dev.length < FEW_ROWS) figures.push(await restFigure(`${name}, rest of train`, train, labels));
      rows.push(...callRows(title, scored));
    }
    const calls: Table = {
      title: 'share of calls to the strong model that recovers so much of the gap',
      head: ['prompts', 'system', '50 % (CPT50)', '80 % (CPT80)'],
      rows,
    };
    const about = `GPT-4 against Mixtral 8x7B on the prompts of RouteLLM, those it calls contaminated left out. The score is the difference of the two predicted qualities; mean over three draws of the labels from \`train\`, measured on \`dev\`. GSM8K has few rows in \`dev\`, so there it is the mean over ten draws, which are also measured on the rows of \`train\` that they leave, with their range in place of an interval.`;
    return { suite: 'Two models (RouteLLM)', about, figures, tables: [calls] };
  },
};

async function score(
  train: readonly OutcomeSample[],
  dev: readonly OutcomeSample[],
  labels: number,
  bench: Workbench,
): Promise<Scored[]> {
  const ours: number[][] = [];
  const ngrams: number[][] = [];
  for (const seed of dev.length < FEW_ROWS ? MANY_SEEDS : SEEDS) {
    const drawn = draw(train, labels, seed);
    ours.push(dev.map(await fitGap(drawn)));
    const needs = drawn.map((sample) => ({
      text: sample.text,
      label: quality(sample, STRONG) > quality(sample, WEAK) ? 'strong' : 'weak',
    }));
    const classify = await fitNgramClassifier(needs);
    ngrams.push(dev.map(({ text }) => classify(text).get('strong') ?? 0));
    bench.say(`${labels} labels, draw ${seed}`);
  }
  return dev.map((sample, at) => ({
    weak: quality(sample, WEAK),
    strong: quality(sample, STRONG),
    ours: ours.map((scores) => scores[at] ?? 0),
    ngrams: ngrams.map((scores) => scores[at] ?? 0),
    length: sample.text.length,
  }));
}

/** Fitted to outcomes, says how much better the strong model is expected to answer. */
async function fitGap(drawn: readonly OutcomeSample[]): Promise<(sample: OutcomeSample) => number> {
  const { checksum: encoder } = await shippedEncoder();
  const { heads } = await fitOutcomeHeads(drawn, { encoder, featureVersion: FEATURE_VERSION });
  return ({ evidence }) => {
    const predicted = predictOutcomes(heads, evidence);
    return (predicted.get(STRONG)?.quality ?? 0) - (predicted.get(WEAK)?.quality ?? 0);
  };
}

/** Measured on the rows that each draw leaves: many times the rows of a small `dev`. */
async function restFigure(name: string, train: readonly OutcomeSample[], labels: number): Promise<Figure> {
  const ours: number[] = [];
  const length: number[] = [];
  for (const seed of MANY_SEEDS) {
    const drawn = draw(train, labels, seed);
    const rest = train.filter((sample) => !drawn.includes(sample));
    const gapOf = await fitGap(drawn);
    const recovered = (of: (sample: OutcomeSample) => number): number =>
      averageRecovered(
        rest.map((row) => ({ weak: quality(row, WEAK), strong: quality(row, STRONG), score: of(row) })),
      );
    ours.push(recovered(gapOf));
    length.push(recovered(({ text }) => text.length));
  }
  const baselines = { length: mean(length), chance: 0.5 };
  return drawsFigure(ours, train.length - labels, { name, baselines });
}

function gapFigure(name: string, scored: readonly Scored[], aim: Aim): Figure {
  const apgr = (rows: readonly Scored[]): number => meanOverDraws(rows, ({ ours }) => ours, averageRecovered);
  const baselines = {
    'n-grams linear': meanOverDraws(scored, ({ ngrams }) => ngrams, averageRecovered),
    length: averageRecovered(scored.map((row) => ({ ...row, score: row.length }))),
    chance: 0.5,
  };
  return figureOf(scored, apgr, { name, aim, baselines });
}

function callRows(title: string, scored: readonly Scored[]): string[][] {
  const calls = (of: (row: Scored) => readonly number[], share: number): string =>
    cell(100 * meanOverDraws(scored, of, (duelRows) => callsToRecover(duelRows, share)));
  const systems = {
    Dragoman: ({ ours }: Scored) => ours,
    'n-grams linear': ({ ngrams }: Scored) => ngrams,
    length: ({ length }: Scored) => [length],
  };
  return Object.entries(systems).map(([name, of]) => [title, name, calls(of, 0.5), calls(of, 0.8)]);
}

function meanOverDraws(
  rows: readonly Scored[],
  of: (row: Scored) => readonly number[],
  statistic: (duelRows: readonly Duel[]) => number,
): number {
  const draws = rows[0] === undefined ? 0 : of(rows[0]).length;
  let sum = 0;
  for (let at = 0; at < draws; at += 1) {
    sum += statistic(rows.map((row) => ({ weak: row.weak, strong: row.strong, score: of(row)[at] ?? 0 })));
  }
  return sum / draws;
}

function quality({ models }: OutcomeSample, name: string): number {
  return models.get(name)?.quality ?? 0;
}
