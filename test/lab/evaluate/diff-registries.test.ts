import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { shownText } from '../../../src/lab/evaluate/answer.js';
import { diffRegistries } from '../../../src/lab/evaluate/diff-registries.js';
import type { ComparedRow } from '../../../src/lab/evaluate/registry-diff.js';
import { buildModel, buildRegistry, buildRoute } from '../../support/build-registry.js';
import { buildAnswer } from './build-answer.js';

const models = [buildModel('small')] as const;
const OLD = buildRegistry(models, [buildRoute('cat', 'small'), buildRoute('dog', 'small')]);
const NEXT = buildRegistry(models, [buildRoute('cat', 'small'), buildRoute('kitten', 'small')]);
const COUNTS = { failed: 0, failures: [], ignored: 0 };

/** @param truth undefined for a prompt without a label */
const row = (before: string, after: string, truth?: string): ComparedRow => ({
  old: buildAnswer(before),
  next: buildAnswer(after, { cost: 0.002, model: after === 'kitten' ? 'large' : 'small' }),
  label: truth === undefined ? undefined : { routes: [truth], model: undefined },
});

describe('diffRegistries', () => {
  const rows = [
    row('cat', 'cat', 'cat'),
    row('cat', 'kitten', 'cat'),
    row('cat', 'kitten', 'cat'),
    row('dog', 'none', 'dog'),
    row('none', 'none', 'none'),
    row('dog', 'cat', 'cat'),
    row('cat', 'kitten'),
  ];
  const diff = diffRegistries(rows, { old: OLD, next: NEXT }, COUNTS);

  it('counts what changes, and from where to where', () => {
    assert.deepEqual([diff.routesAdded, diff.routesRemoved], [['kitten'], ['dog']]);
    assert.deepEqual([diff.changed?.count, diff.changed?.of, diff.changedModel?.count], [5, 7, 3]);
    assert.deepEqual(diff.flows, [
      { from: 'cat', to: 'kitten', count: 3 },
      { from: 'dog', to: 'none', count: 1 },
      { from: 'dog', to: 'cat', count: 1 },
    ]);
    assert.ok(Math.abs(diff.cost.increase - 1) < 1e-9);
  });

  it('compares accuracy and recall on the same prompts', () => {
    const { labelled } = diff;
    assert.ok(labelled !== null);
    assert.deepEqual([labelled.rows, labelled.accuracy.old.count, labelled.accuracy.next.count], [6, 5, 3]);
    assert.deepEqual([labelled.accuracy.lost, labelled.accuracy.won], [3, 1]);
    // 2 (1 + 4) / 16
    assert.ok(Math.abs(labelled.accuracy.p - 0.625) < 1e-12);
    assert.deepEqual(
      labelled.routes.map(({ route, lost, won }) => [route, lost, won]),
      [
        ['dog', 1, 0],
        ['cat', 2, 1],
        ['none', 0, 0],
      ],
    );
  });

  it('tells which route takes what was right', () => {
    const taken = diff.labelled?.taken.map(({ truth, by, count }) => [truth, by, count]);
    assert.deepEqual(taken, [
      ['cat', 'kitten', 2],
      ['dog', 'none', 1],
    ]);
  });

  it('subtracts one confusion matrix from the other', () => {
    const cells = diff.labelled?.difference.cells.map(({ truth, decided, count }) => [truth, decided, count]);
    assert.deepEqual(cells, [
      ['cat', 'cat', -1],
      ['cat', 'dog', -1],
      ['cat', 'kitten', 2],
      ['dog', 'dog', -1],
      ['dog', 'none', 1],
    ]);
  });

  it('says nothing of labels where there are none', () => {
    assert.equal(diffRegistries([row('cat', 'cat')], { old: OLD, next: OLD }, COUNTS).labelled, null);
  });
});

describe('shownText', () => {
  it('puts a text on one line of 120 characters at most', () => {
    assert.equal(shownText('  two\n\tlines '), 'two lines');
    assert.equal(shownText('x'.repeat(120)), 'x'.repeat(120));
    assert.equal(shownText('x'.repeat(5000)), `${'x'.repeat(119)}…`);
    assert.equal(shownText(`${'x'.repeat(118)}😀😀`), `${'x'.repeat(118)}…`);
  });
});
