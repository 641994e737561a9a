import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DecisionLine } from '../../../../../src/admin/api/decisions.js';
import {
  MOST_LINES,
  received,
  released,
  windowOf,
} from '../../../../../src/console/page/views/live/line-window.js';
import { buildDecisionLine } from '../../../../support/build-decision-line.js';

function lines(from: number, count: number): DecisionLine[] {
  return Array.from({ length: count }, (_, index) => buildDecisionLine(String(from + index)));
}

describe('the rows of the live list', () => {
  it('hold what comes in back until they are released, the newest first', () => {
    const held = received(windowOf(lines(1, 2)), lines(10, 3));
    assert.deepEqual(
      held.shown.map(({ id }) => id),
      ['1', '2'],
    );
    assert.equal(held.missed, 3);
    const shown = released(held);
    assert.deepEqual(
      shown.shown.map(({ id }) => id),
      ['10', '11', '12', '1', '2'],
    );
    assert.deepEqual([shown.missed, shown.isCut], [0, false]);
  });

  it('take no decision twice', () => {
    const once = received(windowOf(lines(1, 2)), lines(2, 2));
    assert.deepEqual(
      once.waiting.map(({ id }) => id),
      ['3'],
    );
    assert.equal(received(once, lines(1, 3)), once);
  });

  it('stay few, however many come in, and know that they were cut', () => {
    const held = received(windowOf(lines(0, 100)), lines(1000, 5 * MOST_LINES));
    assert.equal(held.waiting.length, MOST_LINES);
    assert.equal(held.missed, 5 * MOST_LINES);
    const shown = released(held);
    assert.equal(shown.shown.length, MOST_LINES);
    assert.ok(shown.isCut);
  });
});
