import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { randomNumbers } from '../../../src/heads/random.js';
import { learnGate } from '../../../src/lab/train/learn-gate.js';
import { learnOutcomes } from '../../../src/lab/train/learn-outcomes.js';
import type { Workshop } from '../../../src/lab/train/learned.js';
import type { GateLesson } from '../../../src/lab/train/lessons.js';
import { pairedTrial } from '../../../src/lab/train/paired-trial.js';
import { buildCascade, buildModel, buildRegistry, buildRoute } from '../../support/build-registry.js';
import { buildView } from '../../support/build-view.js';

const cascade = buildCascade(['small', 'large']);
const registry = buildRegistry(
  [buildModel('small', { price: { input: 0.1, output: 0.1 } }), buildModel('large')],
  [buildRoute('chat', 'small', { target: undefined, cascade })],
);
const workshop: Workshop = {
  ...{ registry, parent: undefined, encoder: '', embedAll: undefined, table: undefined },
  ...{ seed: 1, holdOut: 0.3, tolerance: 0.02 },
  onStep: () => undefined,
};

describe('learnOutcomes', () => {
  const random = randomNumbers(3);
  const rows = Array.from({ length: 200 }, (_, at) => {
    const isCode = at % 2 === 0;
    const lastUserText = isCode
      ? `def f${at}(x):\n    return x\n\nexplain this code in case ${at}`
      : `how are you today, friend ${at}?`;
    const quality = random() < (isCode ? 0.05 : 0.95) ? 1 : 0;
    const models = new Map([['small', { quality, outputTokens: 10 }]]);
    return { view: buildView({ lastUserText }), domain: undefined, models };
  });

  it('keeps predictions that are better than the mean', async () => {
    const learned = await learnOutcomes(rows, workshop);
    assert.ok('part' in learned, JSON.stringify(learned));
    const { heldOut, models } = learned.part;
    assert.ok(heldOut.low > 0.05, JSON.stringify(heldOut));
    assert.deepEqual(
      models.map(({ name }) => name),
      ['small'],
    );
    assert.ok((models[0]?.auc ?? 0) > 0.85);
  });

  it('leaves out what it has too little of', async () => {
    const few = await learnOutcomes(rows.slice(0, 10), workshop);
    assert.ok('leftOut' in few);
    assert.match(few.leftOut, /^10 requests with graded answers, must be 20 or more/);
  });
});

describe('learnGate', () => {
  /** Good answers score above .3, bad ones below; the bar in service is .5. */
  const lessons: GateLesson[] = Array.from({ length: 300 }, (_, at) => {
    const isGood = at % 3 > 0;
    return {
      id: `row ${at}`,
      route: 'chat',
      score: isGood ? 0.32 + (at % 50) / 100 : (at % 28) / 100,
      isGood,
    };
  });

  it('finds a bar that tells good answers from bad ones better', async () => {
    const learned = await learnGate(lessons, workshop);
    assert.ok('part' in learned, JSON.stringify(learned));
    const bar = learned.part.bars['chat'] ?? 0;
    assert.ok(bar > 0.25 && bar < 0.36, String(bar));
    assert.ok(learned.part.heldOut.after > 0.95 && learned.part.heldOut.low > 0);
  });

  it('leaves out routes with too few opinions, and those that are no cascade', async () => {
    const few = await learnGate(lessons.slice(0, 40), workshop);
    assert.ok('leftOut' in few);
    const strangers = await learnGate(
      lessons.map((row) => ({ ...row, route: 'other' })),
      workshop,
    );
    assert.ok('leftOut' in strangers);
  });
});

describe('pairedTrial', () => {
  it('gives the interval of the difference, not of each', () => {
    const pairs = Array.from({ length: 100 }, (_, at) => ({ before: at % 2, after: at < 10 ? 1 : at % 2 }));
    const { before, after, low, high } = pairedTrial(pairs);
    assert.deepEqual([before, after], [0.5, 0.55]);
    assert.ok(low > 0 && high < 0.11, `${low} to ${high}`);
  });
});
