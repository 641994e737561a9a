import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { estimateTokens, tokensOfJson } from '../../src/request/token-estimate.js';

describe('estimateTokens', () => {
  // Counted once with the o200k vocabulary.
  const cases: readonly (readonly [text: string, tokens: number])[] = [
    ['Please book a table for two near the harbour, tomorrow at seven in the evening.', 17],
    ['function add(left, right) {\n  return left + right;\n}\nconsole.log(add(2, 40));', 23],
    ['Пожалуйста, закажите столик на двоих рядом с гаванью на завтра вечером.', 21],
    ['请帮我在港口附近预订一张明天晚上七点的两人餐桌，谢谢。', 23],
    ['港の近くで明日の夜七時に二人用の席を予約してください。', 20],
    ['Bitte reservieren Sie für morgen Abend einen Tisch für zwei Personen in der Nähe des Hafens.', 19],
    ['{"city": "Oslo", "units": "metric", "days": [1, 2, 3], "alerts": false}', 30],
    ['내일 저녁 일곱 시에 항구 근처에 두 사람 자리를 예약해 주세요.', 22],
  ];
  for (const [text, tokens] of cases) {
    it(`is within 35 % for ${JSON.stringify(text.slice(0, 30))}`, () => {
      const estimate = estimateTokens([text]);
      assert.ok(Math.abs(estimate - tokens) <= tokens * 0.35, `${estimate} for ${tokens}`);
    });
  }

  it('is 0 for nothing', () => {
    assert.equal(estimateTokens([]), 0);
    assert.equal(estimateTokens(['', '']), 0);
    assert.equal(tokensOfJson(undefined), 0);
  });

  it('scales a long text up from windows', () => {
    const line = 'The train to Bergen leaves at noon from the second platform.\n';
    const one = estimateTokens([line.repeat(60)]);
    const hundred = estimateTokens([line.repeat(6000)]);
    assert.ok(Math.abs(hundred / (one * 100) - 1) < 0.1, `${one} and ${hundred}`);
  });

  it('reads many texts as it reads one', () => {
    const line = 'The train to Bergen leaves at noon from the second platform.\n';
    for (const lines of [1, 3, 20, 100]) {
      const texts = Array.from({ length: 6000 / lines }, () => line.repeat(lines));
      const ratio = estimateTokens(texts) / estimateTokens([line.repeat(6000)]);
      assert.ok(Math.abs(ratio - 1) < 0.05, `${ratio} in texts of ${lines} lines`);
    }
  });

  it('reads the first and the last of many texts', () => {
    const dense = '東'.repeat(256);
    const sparse = ' '.repeat(10_000);
    const around = estimateTokens([dense, sparse, dense]);
    assert.ok(estimateTokens([dense, sparse]) > estimateTokens([sparse]));
    assert.ok(around > estimateTokens([dense, sparse]), `${around}`);
  });
});

describe('tokensOfJson', () => {
  it('measures the compact JSON without writing it', () => {
    for (const value of [
      { a: [1, true, null, 'text'], b: {} },
      [],
      ['x', ['y']],
      'z',
      { long: 'x'.repeat(400) },
    ]) {
      const exact = JSON.stringify(value).length / 4;
      assert.ok(Math.abs(tokensOfJson(value) - exact) <= 1.5, JSON.stringify(value));
    }
  });
});
