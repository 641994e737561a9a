import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { agree, agreement } from '../../../src/gate/opinions/agreement.js';

describe('agree', () => {
  for (const [what, one, other, agrees] of [
    ['one option', 'So it must be iron. The answer is (C).', 'Answer: C', true],
    ['two options', 'The answer is (C).', 'The answer is (B).', false],
    [
      'one number on two ways',
      '3 x 4 = 12, and 12 + 8 = 20. #### 20',
      'It is 8 + 12 = 20.\nThe answer is 20.',
      true,
    ],
    ['one number, written differently', 'The answer is 1,250.00', 'The answer is 1250', true],
    ['two numbers', '6 x 7 = 42 apples', '6 x 7 = 48 apples', false],
    ['equal JSON', '{"a":1,"b":[2]}', '```json\n{"b":[2],"a":1}\n```', true],
    ['unequal JSON', '{"a":true}', '{"a":false}', false],
    [
      'equal answers in JSON',
      '{"reasoning":"x","answer":"Paris"}',
      '{"reasoning":"y","answer":"paris."}',
      true,
    ],
    ['nearly the same words', 'The capital of France is Paris.', 'Paris is the capital of France.', true],
    ['other words', 'The capital is Paris.', 'I like trains.', false],
    ['nothing and nothing', '', '', true],
    ['something and nothing', 'Paris', '', false],
  ] as const) {
    it(`is ${agrees} for ${what}`, () => {
      assert.equal(agree(one, other), agrees);
      assert.equal(agree(other, one), agrees);
    });
  }
});

describe('agreement', () => {
  it('is the share of samples that agree', () => {
    const samples = ['The answer is 20', 'The answer is 21', 'The answer is 20', 'The answer is 20'];
    assert.equal(agreement('The answer is 20', samples), 0.75);
  });

  it('is 1 without samples', () => {
    assert.equal(agreement('x', []), 1);
  });
});
