import { accuracy, isRight } from '../metrics/accuracy.js';
import { mean } from '../metrics/mean.js';
import { fitNgramClassifier, topOf, type Example } from './baselines.js';
import { drawsFigure } from './figure.js';
import { decideIntents, fitIntentRouter } from './intent-router.js';
import { drawEach, inScope, readIntents } from './intent-rows.js';
import type { Aim, Figure, Suite, Workbench } from './suite.js';

const SETS = [
  { dataset: 'clinc150', title: 'CLINC150', aims: { 5: [86.5, 89], 10: [89.5, 92], 20: [91.5, 94] } },
  { dataset: 'banking77', title: 'Banking77', aims: { 5: [79, 83], 10: [85, 88], 20: [87, 90] } },
  { dataset: 'hwu64', title: 'HWU64', aims: {} },
] as const;

const COUNTS = [5, 10, 20] as const;
const SEEDS = [1, 2, 3];

/** Routing by intent when each route has a handful of examples. */
export const fewShot: Suite = {
  name: 'few-shot',
  run: async (bench) => {
    const figures: Figure[] = [];
    for (const { dataset, title, aims } of SETS) {
      const train = inScope(await readIntents(dataset, 'train'));
      const dev = inScope(await readIntents(dataset, 'dev'));
      for (const count of COUNTS) {
        const [floor, goal] = (aims as Readonly<Record<number, readonly [number, number]>>)[count] ?? [];
        const aim = floor === undefined || goal === undefined ? undefined : { floor, goal };
        figures.push(await measure(`${title}, ${count} a route`, count, { train, dev, aim }, bench));
        bench.say(`${title}, ${count} examples a route`);
      }
    }
    const about =
      'Accuracy on `dev` with so many examples of each route, drawn from `train` three times with fixed seeds; mean, and lowest to highest draw.';
    return { suite: 'Few examples a route', about, figures, tables: [] };
  },
};

interface Cell {
  readonly train: readonly Example[];
  readonly dev: readonly Example[];
  readonly aim: Aim | undefined;
}

async function measure(title: string, count: number, set: Cell, bench: Workbench): Promise<Figure> {
  const ours: number[] = [];
  const plain: number[] = [];
  for (const seed of SEEDS) {
    const examples = drawEach(set.train, count, seed);
    const head = await fitIntentRouter(examples, bench);
    ours.push(accuracy((await decideIntents(head, set.dev, bench)).map(isRight)));
    const classify = await fitNgramClassifier(examples);
    plain.push(accuracy(set.dev.map(({ text, label }) => topOf(classify(text)) === label)));
  }
  return drawsFigure(ours, set.dev.length, {
    name: `${title}: accuracy, %`,
    scale: 100,
    ...(set.aim && { aim: set.aim }),
    baselines: { 'n-grams linear': 100 * mean(plain) },
  });
}
