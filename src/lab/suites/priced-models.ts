import { chooseByObjective } from '../../decision/objective.js';
import { FEATURE_VERSION } from '../../signals/feature-vector.js';
import { type OutcomeHeads, predictOutcomes } from '../../signals/outcome-heads.js';
import { dataFile } from '../data-folder.js';
import { type Savings, savings, type Spent } from '../metrics/savings.js';
import { fitOutcomeHeads, type OutcomeFitOptions } from '../outcomes/fit-outcome-heads.js';
import type { OutcomeSample } from '../outcomes/outcome-sample.js';
import { readRows, textField } from '../read-jsonl.js';
import { shippedEncoder } from '../shipped-encoder.js';
import { cell, figureOf } from './figure.js';
import { honestyOf, judge } from './honesty.js';
import { readOutcomes } from './outcome-rows.js';
import type { Suite, Table } from './suite.js';

/** Characters of the five-shot examples before each prompt, which earlier studies of these outcomes paid for. */
const PREAMBLE_CHARS = 3_500;
const CHARS_PER_TOKEN = 4;
const PRICE_LIST = 'list prices 2024';

interface Price {
  readonly input: number;
  readonly output: number;
}

/** One model for one prompt: what is expected of it, and what came of it. */
interface Offer extends Spent {
  readonly model: string;
  readonly expectedQuality: number;
  readonly expectedCost: number;
}

/** Eleven models with prices: what is saved against the best one without being worse. */
export const pricedModels: Suite = {
  name: 'priced-models',
  run: async (bench) => {
    const prices = await readPrices();
    const train = await readOutcomes('mmlu_pro.train', bench);
    const dev = await readOutcomes('mmlu_pro.dev', bench);
    const priced = train.map((sample) => only(sample, prices));
    const { checksum: encoder } = await shippedEncoder();
    const options = { encoder, featureVersion: FEATURE_VERSION };
    const fit = await fitOutcomeHeads(priced, options);
    const atTrain = priced.map((sample, row) => {
      const lengths = predictOutcomes(fit.heads, sample.evidence);
      return offersOf(sample, prices, (name) => {
        const model = fit.heads.models.findIndex((known) => known.name === name);
        return { quality: fit.outOfFold[model]?.[row] ?? 0, outputTokens: lengths.get(name)?.outputTokens };
      });
    });
    const best = bestSingle(atTrain);
    const bar = fitBar(atTrain, best);
    const offers = dev.map((sample) => {
      const predicted = predictOutcomes(fit.heads, sample.evidence);
      return offersOf(sample, prices, (name) => predicted.get(name));
    });
    const pairs = pairsOf(offers, best, bar);
    const saved = (rows: readonly Pair[]): number => compare(rows).saved;
    const gained = (rows: readonly Pair[]): number => compare(rows).gain;
    const honesty = honestyOf({
      'with domains': judge(dev, fit.heads),
      'without domains': judge(dev, await fitWithoutDomains(priced, options)),
    });
    const name = `saved against ${best}, %`;
    const figures = [
      figureOf(pairs, saved, { name, scale: 100, aim: { floor: 25, goal: 38 } }),
      figureOf(pairs, gained, { name: `quality less that of ${best}, points`, scale: 100 }),
      ...honesty.figures,
    ];
    const about = `${String(prices.size)} models with list prices of 2024. The code of serving chooses: the cheapest model whose predicted quality clears one bar answers, or else the best predicted or a cheaper one within .02 of it. The bar (${cell(bar, 3)}) is the one that saves most on \`train\`, predicted out of fold, without being worse there than ${best}, which is the best single model on \`train\`. The lower bounds are held against the answers in twenty bands. A prompt costs ${PREAMBLE_CHARS} characters more than its own, for the examples before it.`;
    return {
      suite: 'Eleven priced models (MMLU-Pro)',
      about,
      figures,
      tables: [shares(offers, bar), curve(offers, best), honesty.table],
    };
  },
};

/** As for outcomes that name no domains. */
async function fitWithoutDomains(
  samples: readonly OutcomeSample[],
  options: OutcomeFitOptions,
): Promise<OutcomeHeads> {
  const plain = samples.map((sample) => ({ ...sample, domain: undefined }));
  return (await fitOutcomeHeads(plain, options)).heads;
}

async function readPrices(): Promise<Map<string, Price>> {
  const rows = await readRows(dataFile('outcomes/prices.jsonl'));
  const asked = await readRows(dataFile('outcomes/mmlu_pro.train.jsonl.gz'));
  const known = new Set(asked.flatMap((row) => Object.keys(row['models'] as object)));
  return new Map(
    rows
      .filter((row) => textField(row, 'source').startsWith(PRICE_LIST))
      .filter((row) => known.has(textField(row, 'model')))
      .map((row) => [
        textField(row, 'model'),
        { input: Number(row['input_per_m']), output: Number(row['output_per_m']) },
      ]),
  );
}

function only(sample: OutcomeSample, prices: ReadonlyMap<string, Price>): OutcomeSample {
  return { ...sample, models: new Map([...sample.models].filter(([name]) => prices.has(name))) };
}

function offersOf(
  sample: OutcomeSample,
  prices: ReadonlyMap<string, Price>,
  predict: (name: string) => { quality: number; outputTokens: number | undefined } | undefined,
): Offer[] {
  const inputTokens = (PREAMBLE_CHARS + sample.text.length) / CHARS_PER_TOKEN;
  return [...prices].flatMap(([model, { input, output }]) => {
    const outcome = sample.models.get(model);
    if (outcome === undefined) return [];
    const expected = predict(model);
    const costOf = (tokens: number): number => (inputTokens * input + tokens * output) / 1_000_000;
    return {
      model,
      quality: outcome.quality,
      cost: costOf(outcome.outputTokens ?? 0),
      expectedQuality: expected?.quality ?? 0,
      expectedCost: costOf(expected?.outputTokens ?? 0),
    };
  });
}

function bestSingle(rows: readonly Offer[][]): string {
  const sums = new Map<string, number>();
  for (const { model, quality } of rows.flat()) sums.set(model, (sums.get(model) ?? 0) + quality);
  return [...sums].sort(([, a], [, b]) => b - a)[0]?.[0] ?? '';
}

/** As serving chooses, with the predicted quality itself held against the bar. */
function choose(offers: readonly Offer[], bar: number): Offer {
  const candidates = offers.map((offer) => ({
    ...{ model: offer.model, quality: offer.expectedQuality, lower: offer.expectedQuality, offer },
    ...{ cost: offer.expectedCost, latencyMs: undefined },
  }));
  const pick = chooseByObjective({ quality: bar, prefer: 'cost' }, candidates);
  if (pick === undefined) throw new Error('a prompt that no model answered');
  return pick.chosen.offer;
}

/** What the router chose for one prompt, beside the one model. */
interface Pair {
  readonly chosen: Offer;
  readonly single: Offer;
}

/** Of the prompts that the one model answered. */
function pairsOf(rows: readonly Offer[][], best: string, bar: number): Pair[] {
  return rows.flatMap((offers) => {
    const single = offers.find(({ model }) => model === best);
    return single === undefined ? [] : [{ chosen: choose(offers, bar), single }];
  });
}

function compare(pairs: readonly Pair[]): Savings {
  return savings(
    pairs.map(({ chosen }) => chosen),
    pairs.map(({ single }) => single),
  );
}

/** The bar that saves most among those that cost no quality; where none does, the one that loses least. */
function fitBar(rows: readonly Offer[][], best: string): number {
  const trials = BARS.map((bar) => ({ bar, ...compare(pairsOf(rows, best, bar)) }));
  const equal = trials.filter(({ gain }) => gain >= 0);
  const [first] =
    equal.length > 0 ? equal.sort((a, b) => b.saved - a.saved) : trials.sort((a, b) => b.gain - a.gain);
  return first?.bar ?? 1;
}

const BARS = Array.from({ length: 99 }, (_, at) => (at + 1) / 100);

function shares(rows: readonly Offer[][], bar: number): Table {
  const counts = new Map<string, Offer[]>();
  for (const offers of rows) {
    const chosen = choose(offers, bar);
    counts.set(chosen.model, [...(counts.get(chosen.model) ?? []), chosen]);
  }
  const sorted = [...counts].sort(([, a], [, b]) => b.length - a.length);
  return {
    title: 'who answers',
    head: ['model', 'share, %', 'right, %'],
    rows: sorted.map(([model, chosen]) => [
      model,
      cell((100 * chosen.length) / rows.length),
      cell((100 * chosen.reduce((sum, { quality }) => sum + quality, 0)) / chosen.length),
    ]),
  };
}

function curve(rows: readonly Offer[][], best: string): Table {
  return {
    title: 'other bars',
    head: ['bar', 'saved, %', 'quality, points'],
    rows: [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9].map((bar) => {
      const { saved, gain } = compare(pairsOf(rows, best, bar));
      return [cell(bar), cell(100 * saved), cell(100 * gain)];
    }),
  };
}
