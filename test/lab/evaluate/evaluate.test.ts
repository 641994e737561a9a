import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { confusionDifference, confusionOf } from '../../../src/lab/evaluate/confusion.js';
import { evaluate } from '../../../src/lab/evaluate/evaluate.js';
import { buildRow } from './build-answer.js';

const SOURCE = { registry: '0123456789ab', failed: 0, failures: [], ignored: 0 };

/** The example of scikit-learn's `confusion_matrix`: [[2, 0, 0], [0, 0, 1], [1, 0, 2]] for ant, bird, cat. */
const TRUTH = ['cat', 'ant', 'cat', 'cat', 'ant', 'bird'];
const DECIDED = ['ant', 'ant', 'cat', 'cat', 'ant', 'cat'];
const placed = TRUTH.map((truth, at) => ({ truth, decided: DECIDED[at] ?? '' }));

describe('confusionOf', () => {
  it('counts as scikit-learn does', () => {
    assert.deepEqual(confusionOf(placed, 'none'), {
      classes: ['ant', 'bird', 'cat'],
      cells: [
        { truth: 'ant', decided: 'ant', count: 2 },
        { truth: 'bird', decided: 'cat', count: 1 },
        { truth: 'cat', decided: 'ant', count: 1 },
        { truth: 'cat', decided: 'cat', count: 2 },
      ],
    });
  });

  it('lists the class for no route last', () => {
    const { classes } = confusionOf([{ truth: 'zebra', decided: 'none' }], 'none');
    assert.deepEqual(classes, ['zebra', 'none']);
  });

  it('takes one matrix from another', () => {
    const next = confusionOf([...placed, { truth: 'bird', decided: 'bird' }], 'none');
    const { cells } = confusionDifference(confusionOf(placed, 'none'), next, 'none');
    assert.deepEqual(cells, [{ truth: 'bird', decided: 'bird', count: 1 }]);
  });
});

describe('evaluate', () => {
  it('measures recall and precision of each route', () => {
    const { routes, accuracy, macroRecall } = evaluate(
      placed.map(({ truth, decided }) => buildRow(truth, decided)),
      SOURCE,
    );
    assert.deepEqual([accuracy?.count, accuracy?.of], [4, 6]);
    // Wilson's interval of 4 of 6, as statsmodels' proportion_confint gives it.
    assert.ok(
      Math.abs((accuracy?.low ?? 0) - 0.29999) < 1e-4 && Math.abs((accuracy?.high ?? 0) - 0.90323) < 1e-4,
    );
    const figures = routes.map(({ route, recall, precision, support, decided }) => [
      route,
      [recall?.value, precision?.value, support, decided],
    ]);
    assert.deepEqual(Object.fromEntries(figures), {
      ant: [1, 2 / 3, 2, 3],
      bird: [0, undefined, 1, 0],
      cat: [2 / 3, 2 / 3, 3, 3],
    });
    assert.ok(Math.abs((macroRecall ?? 0) - (1 + 0 + 2 / 3) / 3) < 1e-12);
  });

  it('counts a prompt as right where no route decides and none should', () => {
    const rows = [
      buildRow('none', 'none', { outOfScope: 0.8 }),
      buildRow('none', 'cat', { outOfScope: 0.35 }),
      buildRow('cat', 'none', { best: 'cat', confidence: 0.4, outOfScope: 0.4, reason: 'low_margin' }),
      buildRow('cat', 'cat', { outOfScope: 0.1 }),
    ];
    const { accuracy, undecided, bestRouteAccuracy, outOfScope, misses, mistakes } = evaluate(rows, SOURCE);
    assert.equal(accuracy?.value, 0.5);
    assert.equal(undecided?.value, 0.5);
    assert.equal(bestRouteAccuracy?.value, 1);
    assert.deepEqual([outOfScope.rows, outOfScope.recall?.value, outOfScope.precision?.value], [2, 0.5, 0.5]);
    // scikit-learn: roc_auc_score([0, 0, 1, 1], [.1, .4, .35, .8]) is .75.
    assert.equal(outOfScope.auroc?.value, 0.75);
    assert.deepEqual(
      [...mistakes, ...misses].map(({ truth, decided, count, share }) => [truth, decided, count, share]),
      [
        ['none', 'cat', 1, 0.5],
        ['cat', 'none', 1, 0.5],
      ],
    );
  });

  it('takes any of several routes for right', () => {
    const { accuracy, confusion } = evaluate(
      [buildRow('ant cat', 'cat'), buildRow('ant cat', 'bird')],
      SOURCE,
    );
    assert.equal(accuracy?.value, 0.5);
    assert.deepEqual(
      confusion.cells.map(({ truth, decided }) => `${truth} ${decided}`),
      ['ant bird', 'cat cat'],
    );
  });

  it('measures calibration and coverage of prompts that belong to a route and were compared', () => {
    const rows = [
      buildRow('cat', 'cat', { confidence: 1 }),
      buildRow('cat', 'cat', { confidence: 0.8 }),
      buildRow('cat', 'ant', { confidence: 0.6 }),
      buildRow('cat', 'none', { best: 'ant', confidence: 0.4 }),
      buildRow('cat', 'cat', { best: undefined, confidence: undefined, reason: 'rule', layer: 'rules' }),
      buildRow('none', 'none'),
    ];
    const { calibration, coverage } = evaluate(rows, SOURCE);
    // (|1 - 1| + |.8 - 1| + |.6 - 0| + |.4 - 0|) / 4, each in a bin of its own.
    assert.ok(Math.abs((calibration?.ece.value ?? 0) - 0.3) < 1e-12);
    const kept = coverage.find((point) => point.coverage === 0.5);
    assert.deepEqual(kept, { coverage: 0.5, confidence: 0.8, accuracy: 1 });
    assert.equal(coverage[0]?.accuracy, 0.5);
  });

  it('shows what layers take and decide, and what 1,000 prompts cost', () => {
    const rows = [
      buildRow('cat', 'cat'),
      buildRow('cat', 'cat', { microseconds: { features: 30 }, layer: 'rules', reason: 'rule' }),
      {
        ...buildRow('cat', 'cat', { microseconds: { features: 9e9 }, layer: 'rules', reason: 'rule' }),
        isTimed: false,
      },
    ];
    const { layers, cost, reasons } = evaluate(rows, SOURCE);
    assert.deepEqual(layers, [
      { layer: 'features', ran: 1, decided: 0, p50: 20, p99: 29.8 },
      { layer: 'rules', ran: 0, decided: 2 / 3, p50: null, p99: null },
      { layer: 'similarity', ran: 1 / 3, decided: 1 / 3, p50: 2000, p99: 2000 },
    ]);
    assert.deepEqual(
      reasons.map(({ reason, count }) => [reason, count]),
      [
        ['rule', 2],
        ['similar', 1],
      ],
    );
    assert.deepEqual(
      [cost.perThousand, cost.defaultPerThousand, cost.strongestPerThousand].map((value) =>
        Number(value.toFixed(9)),
      ),
      [1, 2, 4],
    );
  });

  it('says of no prompts that it knows nothing', () => {
    const { accuracy, calibration, routes, outOfScope, macroRecall } = evaluate([], SOURCE);
    assert.deepEqual(
      [accuracy, calibration, macroRecall, routes, outOfScope.auroc],
      [null, null, null, [], null],
    );
  });
});
