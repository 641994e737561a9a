import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { confusionOfExamples, confusionOfLabels } from '../../../src/console/evidence/confusion-view.js';
import type { Feedback } from '../../../src/record/feedback.js';
import { buildModel, buildRegistry, buildRoute } from '../../support/build-registry.js';
import { buildStoredRecord } from '../../support/build-stored-record.js';
import { hashWords } from '../../support/fake-encoder.js';
import { memoryStore } from '../../support/memory-store.js';

const many = (...words: readonly string[]): string[] =>
  words.flatMap((word) => [1, 2, 3].map((at) => `${word} number ${at} ${word}`));

const registry = buildRegistry(
  [buildModel('small')],
  [
    buildRoute('fruit', 'small', { examples: many('apple', 'pear', 'plum') }),
    buildRoute('tools', 'small', {
      examples: many('hammer', 'saw', 'drill'),
      description: 'tools to work with',
    }),
  ],
);

const label = (decision: string, route: string | null, source: Feedback['source']): Feedback => ({
  ...{ decision, source, at: 0, score: null, route, model: null, tags: [] },
});

describe('confusionOfExamples', () => {
  const embedAll = (texts: readonly string[]): Promise<Map<string, Float32Array>> =>
    Promise.resolve(new Map(texts.map((text) => [text, hashWords(text)])));

  it('judges each example by heads that did not see it', async () => {
    const view = await confusionOfExamples(registry, embedAll);
    assert.deepEqual([view.of, view.rows, view.total], ['examples', 19, 19]);
    assert.equal(
      view.confusion.cells.reduce((sum, { count }) => sum + count, 0),
      19,
    );
    assert.ok(view.accuracy !== null && view.accuracy.value > 0.8);
    assert.ok(view.accuracy.low <= view.accuracy.value && view.accuracy.value <= view.accuracy.high);
  });

  it('does with words alone', async () => {
    assert.equal((await confusionOfExamples(registry, undefined)).rows, 19);
  });

  it('judges an even draw of very many, and says of how many', async () => {
    const texts = (word: string, count: number): string[] =>
      Array.from({ length: count }, (_, at) => `${word} ${at}`);
    const large = buildRegistry(
      [buildModel('small')],
      [
        buildRoute('fruit', 'small', { examples: texts('apple', 4_000) }),
        buildRoute('tools', 'small', { examples: texts('hammer', 100) }),
      ],
    );
    const view = await confusionOfExamples(large, undefined);
    assert.deepEqual([view.rows, view.total], [1_200, 4_100]);
    const tools = view.confusion.cells.filter(({ truth }) => truth === 'tools');
    assert.equal(
      tools.reduce((sum, { count }) => sum + count, 0),
      100,
    );
  });

  it('has nothing to say of one route, or of none', async () => {
    for (const routes of [registry.routes.slice(0, 1), []]) {
      const view = await confusionOfExamples({ ...registry, routes }, embedAll);
      assert.deepEqual([view.rows, view.accuracy, view.confusion.cells], [0, null, []]);
    }
  });
});

describe('confusionOfLabels', () => {
  it('holds decisions against the routes that people named, labels before opinions', async () => {
    const store = memoryStore([
      buildStoredRecord('a', { route: 'fruit' }),
      buildStoredRecord('b', { route: 'fruit' }),
      buildStoredRecord('c', { route: null }),
      buildStoredRecord('d', { route: 'tools' }),
    ]);
    await store.addFeedback([
      label('a', 'tools', 'user'),
      label('a', 'fruit', 'label'),
      label('b', 'tools', 'user'),
      label('c', 'tools', 'label'),
      label('d', null, 'user'),
    ]);
    const view = await confusionOfLabels(store, {});
    assert.deepEqual([view.of, view.rows, view.total], ['labels', 3, 3]);
    assert.equal(view.accuracy?.value, 1 / 3);
    assert.deepEqual(view.confusion, {
      classes: ['fruit', 'tools', 'none'],
      cells: [
        { truth: 'fruit', decided: 'fruit', count: 1 },
        { truth: 'tools', decided: 'fruit', count: 1 },
        { truth: 'tools', decided: 'none', count: 1 },
      ],
    });
  });

  it('has nothing to say without labels', async () => {
    const view = await confusionOfLabels(memoryStore([buildStoredRecord('a')]), {});
    assert.deepEqual([view.rows, view.accuracy], [0, null]);
  });
});
