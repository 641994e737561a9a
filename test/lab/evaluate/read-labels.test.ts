import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type LabelScope, readLabels } from '../../../src/lab/evaluate/read-labels.js';
import type { JsonLine, JsonObject } from '../../../src/lab/read-jsonl.js';

const SCOPE: LabelScope = {
  routes: new Set(['billing', 'refunds', 'opening-hours']),
  models: new Set(['small', 'large']),
  required: true,
  ignoresUnknown: false,
};

const linesOf = (...values: readonly JsonObject[]): JsonLine[] =>
  values.map((value, at) => ({ line: at + 1, ok: true, value }));

describe('readLabels', () => {
  it('reads routes, out of scope, several right routes, and a model', () => {
    const { rows, faults } = readLabels(
      linesOf(
        { label: 'billing' },
        { label: 'oos' },
        { label: null },
        { labels: ['billing', 'refunds'] },
        { labels: [] },
        { label: 'refunds', model: 'large' },
      ),
      SCOPE,
    );
    assert.deepEqual(faults, []);
    assert.deepEqual(
      rows.map(({ label }) => label?.routes),
      [['billing'], ['none'], ['none'], ['billing', 'refunds'], ['none'], ['refunds']],
    );
    assert.equal(rows[5]?.label?.model, 'large');
  });

  it('takes "oos" for the route that has that name', () => {
    const { rows } = readLabels(linesOf({ label: 'oos' }), { ...SCOPE, routes: new Set(['oos']) });
    assert.deepEqual(rows[0]?.label?.routes, ['oos']);
  });

  it('tells line, value and suggestion of every label that cannot be', () => {
    const { rows, faults } = readLabels(
      linesOf(
        { label: 'opening_hours' },
        { label: 'weather' },
        { label: 7 },
        {},
        { label: 'billing', labels: ['billing'] },
        { label: 'billing', model: 'larg' },
      ),
      SCOPE,
    );
    assert.deepEqual(rows, []);
    assert.deepEqual(
      faults.map(({ line, message }) => `${line}: ${message}`),
      [
        '1: label "opening_hours" names no route; did you mean "opening-hours"?',
        '2: label "weather" names no route',
        "3: label is 7, must be a route's name",
        '4: has neither label nor labels; give the route it belongs to, or null for none',
        '5: has both label and labels; give one of them',
        '6: model "larg" is not in the pool; did you mean "large"?',
      ],
    );
  });

  it('leaves out labels of nothing when told to, but no others', () => {
    const scope = { ...SCOPE, ignoresUnknown: true };
    const { rows, faults, ignored } = readLabels(linesOf({ label: 'weather' }, { label: 7 }), scope);
    assert.deepEqual([rows.length, faults.length, ignored], [0, 1, 1]);
  });

  it('keeps rows that are no JSON, and rows without a label where none is needed', () => {
    const lines: JsonLine[] = [{ line: 1, ok: false, message: 'not valid JSON' }, ...linesOf({ text: 'x' })];
    const { rows } = readLabels(lines, { ...SCOPE, required: false });
    assert.deepEqual(
      rows.map(({ label }) => label),
      [undefined, undefined],
    );
  });
});
