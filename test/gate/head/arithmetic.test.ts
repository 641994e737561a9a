import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { equationsIn, numbersIn } from '../../../src/gate/head/arithmetic.js';

const verdictOf = (text: string): string =>
  equationsIn(text)
    .map(({ verdict }) => verdict)
    .join(' ');

describe('equationsIn', () => {
  const right = [
    'So 12 * 3 = 36 apples.',
    'It costs 8 x $2.50 = $20.00 in all',
    '3 boxes * 12 eggs = 36 eggs',
    'That is 25% of 80 = 20',
    '1,200 + 300 = 1,500',
    '\\[ \\frac{12}{4} + 2 = 5 \\]',
    '20 \\times 3 \\div 2 = 30',
    '(5 + 3) * 2 = 16',
    '2(16) + 2 = 34',
    '-2 + (-5) + 4 = -3',
    '- 5 + 3 = 8',
    '10 / 3 = 3.33',
    '<<40*4=160>>160',
    '12 / 60 = 20%',
  ];
  for (const text of right)
    it(`finds nothing wrong in ${text}`, () => {
      assert.equal(verdictOf(text), 'right');
    });

  it('finds what does not come out', () => {
    assert.equal(verdictOf('12 * 3 = 35'), 'wrong');
    assert.equal(verdictOf('He pays $5 + $7 = $13 for it.'), 'wrong');
    assert.equal(verdictOf('(so 2 + 2 = 5)'), 'wrong');
    assert.equal(verdictOf('First 2 + 2 = 4, then 4 * 4 = 15.'), 'right wrong');
  });

  it('tells rounding from a mistake', () => {
    assert.equal(verdictOf('10 / 4 = 3'), 'rounded');
    assert.equal(verdictOf('10 / 4 = 7'), 'wrong');
  });

  const unknown = ['x + 3 + 4 = 9', '2x + 3 = 9', '9^2 - 1 = 80', 'x = 5', 'a = b', '3 = 3', '1 / 0 = 5'];
  for (const text of unknown)
    it(`leaves ${text} alone`, () => {
      assert.equal(verdictOf(text), '');
    });

  it('takes any text', () => {
    for (const text of [
      '',
      '=',
      '= = =',
      '='.repeat(5_000),
      '1 + '.repeat(5_000),
      '('.repeat(5_000) + '= 1',
      '\ud800 = 1',
    ]) {
      assert.ok(Array.isArray(equationsIn(text)));
    }
  });
});

describe('numbersIn', () => {
  it('reads numbers as they are written', () => {
    assert.deepEqual(numbersIn('1,234.5 and 3, 4.'), [1234.5, 3, 4]);
  });
});
