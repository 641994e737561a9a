import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { finalAnswerOf } from '../../../src/gate/head/final-answer.js';

describe('finalAnswerOf', () => {
  it('prefers the field of JSON', () => {
    const final = finalAnswerOf('', { reasoning: 'It is 4.', answer: '42' });
    assert.deepEqual(final, { kind: 'json', text: '42', number: 42, reasoning: 'It is 4.' });
  });

  it('reads marks', () => {
    const of = (text: string): unknown[] => {
      const { kind, number, letter } = finalAnswerOf(text, undefined);
      return [kind, number, letter];
    };
    assert.deepEqual(of('4 + 4 = 8\n#### 8'), ['mark', 8, undefined]);
    assert.deepEqual(of('Thus the answer is (C).'), ['mark', undefined, 'C']);
    assert.deepEqual(of('**Answer:** B'), ['mark', undefined, 'B']);
    assert.deepEqual(of('So \\boxed{1{,}5}'), ['mark', 5, undefined]);
    assert.deepEqual(of('steps\nA: 1,250'), ['mark', 1250, undefined]);
  });

  it('falls back on the last number, and on nothing', () => {
    assert.equal(finalAnswerOf('There are 7 of 12 left', undefined).number, 12);
    assert.equal(finalAnswerOf('Hello.', undefined).kind, 'none');
    assert.equal(finalAnswerOf('', undefined).kind, 'none');
  });
});
