import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sumVerdict } from '../../../src/gate/head/asked-sum.js';

describe('sumVerdict', () => {
  const cases: readonly (readonly [
    prompt: string,
    answer: string,
    verdict: 'right' | 'wrong' | undefined,
  ])[] = [
    ['What is 14 * 6?', '84', 'right'],
    ['What is 14 * 6?', 'It is 14 * 6 = 84.', 'right'],
    ['What is 14 * 6?', '74', 'wrong'],
    ['what is 8 times 5', 'forty', undefined],
    ['Calculate 81/9', '9', 'right'],
    ['How much is 30% of 50?', '15', 'right'],
    ['Compute (1 + 2) * 4. Reply with the number only.', '9', 'wrong'],
    ['What is 3 - 10?', '-7', 'right'],
    ['What is 3 - 10?', '7', undefined],
    ['What is 500 * 20?', '10,000', 'right'],
    ['What is 500 * 20?', '10 000', 'right'],
    ['What is 10 / 4?', '5/2', undefined],
    ['What is 10 / 3?', 'About 3.33', 'right'],
    ['What is 10 / 4?', '2.4', 'wrong'],
    ['What is 9/11?', 'A terrorist attack in 2001.', undefined],
    ['What is a 3 x 4 matrix?', 'A table of 3 rows and 4 columns.', undefined],
    ['What does error 12 + 4 mean?', 'Code 7', undefined],
    ['A box holds 6 pens. How many do 4 boxes hold?', '20', undefined],
  ];
  for (const [prompt, answer, verdict] of cases) {
    it(`says ${String(verdict)} of "${answer}" to "${prompt}"`, () => {
      assert.equal(sumVerdict(prompt, answer), verdict);
    });
  }
});
