import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { languagesOf } from '../../src/request/language-hints.js';

describe('languagesOf', () => {
  const cases: readonly (readonly [text: string, scripts: readonly string[]])[] = [
    ['', []],
    ['12, 3! … «» 😀👍🏽 — \u200f\u202e', []],
    ['Où est la gare?', ['latin']],
    ['Где вокзал?', ['cyrillic']],
    ['Πού είναι ο σταθμός;', ['greek']],
    ['أين المحطة؟', ['arabic']],
    ['איפה התחנה?', ['hebrew']],
    ['车站在哪里？', ['han']],
    ['駅はどこですか。', ['kana', 'han']],
    ['역이 어디예요?', ['hangul']],
    ['สถานีอยู่ที่ไหน', ['thai']],
    ['स्टेशन कहाँ है', ['devanagari']],
    ['სად არის სადგური', ['other']],
    ['translate to Russian: да', ['latin', 'cyrillic']],
    ['𠀀𠀁', ['han']],
  ];
  for (const [text, scripts] of cases) {
    it(`reads ${JSON.stringify(text)}`, () => {
      const hints = languagesOf(text);
      assert.deepEqual(
        hints.map((hint) => hint.script),
        scripts,
      );
      const sum = hints.reduce((total, hint) => total + hint.share, 0);
      assert.ok(hints.length === 0 || Math.abs(sum - 1) < 1e-9);
    });
  }

  it('gives shares of the letters', () => {
    assert.deepEqual(languagesOf('abc, где 12'), [
      { script: 'latin', share: 0.5 },
      { script: 'cyrillic', share: 0.5 },
    ]);
  });

  it('looks at the start and the end of a long text', () => {
    const scripts = languagesOf('a'.repeat(50_000) + 'ж'.repeat(600)).map((hint) => hint.script);
    assert.deepEqual(scripts, ['latin', 'cyrillic']);
  });
});
