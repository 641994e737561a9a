import { loadStaticEncoder, type StaticEncoder } from '../../embed/static-encoder.js';
import { BACKGROUND_TEXTS } from '../../signals/routes/background-texts.js';
import { type FastHead, fitFastHead, scoreFast } from '../../signals/routes/fast-head.js';
import { focusOf } from '../../signals/focus/focus.js';
import { hashNgrams } from '../../signals/hashed-ngrams.js';
import { accuracy, isRight } from '../metrics/accuracy.js';
import { shippedEncoder } from '../shipped-encoder.js';
import { viewOfText } from '../view-of-text.js';
import type { Example } from './baselines.js';
import { figureOf, shareFigure } from './figure.js';
import { decideIntents, fitIntentRouter, routeExamples } from './intent-router.js';
import { drawEach, inScope, readIntents } from './intent-rows.js';
import type { Figure, Suite, Workbench } from './suite.js';

const SETS = [
  { dataset: 'clinc150', title: 'CLINC150', count: 20 },
  { dataset: 'banking77', title: 'Banking77', count: 20 },
  { dataset: 'clinc150', title: 'CLINC150', count: 10 },
] as const;

/** How much the head without the encoder decides by itself, and whether the full head would say the same. */
export const fastHead: Suite = {
  name: 'fast-head',
  run: async (bench) => {
    const encoder = await loadStaticEncoder(await shippedEncoder());
    if (encoder === undefined) throw new Error('the shipped encoder comes without a static table');
    const figures: Figure[] = [];
    for (const { dataset, title, count } of SETS) {
      const train = drawEach(inScope(await readIntents(dataset, 'train')), count, 1);
      const dev = inScope(await readIntents(dataset, 'dev'));
      figures.push(...(await measure(`${title}, ${count} a route`, { train, dev, encoder }, bench)));
      bench.say(`${title}, ${count} examples a route`);
    }
    const about =
      'Static token vectors and hashed n-grams, no encoder run. The bars are fitted by cross-validation on the examples so that the full head decides 99.5 % of what the fast head takes alike; both are measured on `dev`.';
    return { suite: 'Fast head', about, figures, tables: [] };
  },
};

interface Task {
  readonly train: readonly Example[];
  readonly dev: readonly Example[];
  readonly encoder: StaticEncoder;
}

async function measure(title: string, { train, dev, encoder }: Task, bench: Workbench): Promise<Figure[]> {
  const full = await fitIntentRouter(train, bench);
  const still = (texts: readonly string[]): Float32Array[] => texts.map((text) => encoder.embed(text));
  const examples = routeExamples(train, still(train.map(({ text }) => text)));
  const fast = await fitFastHead(
    examples,
    { texts: BACKGROUND_TEXTS, vectors: still(BACKGROUND_TEXTS) },
    full,
  );
  const slow = await decideIntents(full, dev, bench);
  const rows = dev.map(({ text, label }, at) => ({ ...decide(fast, encoder, text), label, slow: slow[at] }));
  const taken = rows.filter(({ exits }) => exits);
  const alike = taken.map(({ route, slow: other }) => route === other?.predicted);
  return [
    shareFigure(
      rows.map(({ exits }) => exits),
      { name: `${title}: decided by the fast head, %` },
    ),
    shareFigure(alike, { name: `${title}: of those decided alike by the full head, %` }),
    figureOf(rows, (sample) => accuracy(sample.map(({ route, label }) => route === label)), {
      name: `${title}: accuracy of the fast head on all rows, %`,
      scale: 100,
      baselines: { 'full head': 100 * accuracy(slow.map(isRight)) },
    }),
  ];
}

function decide(fast: FastHead, encoder: StaticEncoder, text: string): { route: string; exits: boolean } {
  const looked = focusOf(viewOfText(text)).text;
  const { scores, exits } = scoreFast(fast, { ngrams: hashNgrams(looked), vector: encoder.embed(looked) });
  return { route: scores.routes[0]?.route ?? '', exits };
}
