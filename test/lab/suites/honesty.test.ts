import assert from 'node:assert/strict';
import { it } from 'node:test';
import { coverage, honestyOf, type Judged, meanCalibrationError } from '../../../src/lab/suites/honesty.js';

/** Answers of which four in five are good. */
const said = (model: string, quality: number, lower: number): Judged[] =>
  Array.from({ length: 100 }, (_, at) => ({ model, quality, lower, good: at % 5 !== 0 }));

it('does not let errors of two models cancel', () => {
  const judged = [...said('a', 0.9, 0.5), ...said('b', 0.7, 0.5)];
  assert.ok(Math.abs(meanCalibrationError(judged) - 0.1) < 1e-9);
  assert.ok(meanCalibrationError(said('a', 0.8, 0.5)) < 1e-9);
});

it('counts the bands that keep their bound', () => {
  assert.equal(coverage(said('a', 0.8, 0.7)), 1);
  assert.equal(coverage(said('a', 0.95, 0.9)), 0);
  assert.equal(coverage([...said('a', 0.8, 0.7), ...said('a', 0.95, 0.9)]), 0.5);
});

it('tells of each fit', () => {
  const { figures, table } = honestyOf({ one: said('a', 0.9, 0.7), two: said('a', 0.8, 0.9) });
  assert.deepEqual(
    table.rows.map((row) => row.join(' ')),
    ['one 0.100 0.100 0.900 0.700 0.800 100.0', 'two 0.000 0.000 0.800 0.900 0.800 0.0'],
  );
  assert.deepEqual(
    figures.map(({ name, better }) => `${name} ${better}`),
    ['ECE, mean of the models, one lower', 'ECE, mean of the models, two lower'],
  );
});
