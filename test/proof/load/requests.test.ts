import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { COOKING, PROGRAMMING, question } from './questions.js';
import { checkedRequests, KINDS } from './requests.js';

describe('the checked requests', () => {
  it('take turns, and are the same for the same number', () => {
    const next = checkedRequests();
    assert.deepEqual(
      KINDS.map((_, number) => next(number).kind),
      [...KINDS],
    );
    assert.deepEqual(next(100), checkedRequests()(100));
  });

  it('can be of some kinds only', () => {
    const next = checkedRequests(['rule', 'cascade']);
    assert.deepEqual(
      [0, 1, 2].map((number) => next(number).kind),
      ['rule', 'cascade', 'rule'],
    );
  });

  it('never ask the same question twice', () => {
    for (const topic of [COOKING, PROGRAMMING]) {
      const asked = Array.from({ length: 500 }, (_, number) => question(topic, number));
      assert.equal(new Set(asked).size, asked.length);
    }
  });
});
