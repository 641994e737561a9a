import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hashNgrams, NGRAM_DIMENSIONS } from '../../src/signals/hashed-ngrams.js';

function similarity(a: string, b: string): number {
  const left = hashNgrams(a);
  const right = new Map(
    Array.from(hashNgrams(b).indices, (index, at) => [index, hashNgrams(b).values[at] ?? 0]),
  );
  return left.indices.reduce((sum, index, at) => sum + (left.values[at] ?? 0) * (right.get(index) ?? 0), 0);
}

describe('hashNgrams', () => {
  it('gives a unit vector with positions in range and without repeats', () => {
    for (const text of [
      'a',
      'Where is my order?',
      '我的订单在哪里',
      '🎉🎉🎉',
      'x'.repeat(500),
      'naïve café',
    ]) {
      const { indices, values } = hashNgrams(text);
      assert.ok(indices.length > 0 && indices.length === values.length, text);
      assert.equal(new Set(indices).size, indices.length, text);
      assert.ok(indices.every((index) => index < NGRAM_DIMENSIONS));
      assert.ok(Math.abs(values.reduce((sum, value) => sum + value * value, 0) - 1) < 1e-5, text);
    }
  });

  it('has room for the most n-grams that a text can have, and forgets them', () => {
    const usual = hashNgrams('Where is my order?');
    // Each sign is a word of its own in a script where single signs count; the ligature becomes eighteen letters.
    for (const sign of ['〠', '㋐', 'ﷺ']) assert.ok(hashNgrams(sign.repeat(8_192)).indices.length > 0, sign);
    assert.deepEqual(hashNgrams('Where is my order?'), usual);
  });

  it('has nothing to say of a text without words', () => {
    for (const text of ['', '   ', '\n.,;', '\u200B\u200D\uFEFF'])
      assert.equal(hashNgrams(text).indices.length, 0);
  });

  it('sees no difference in case, width and unseen characters', () => {
    const plain = hashNgrams('Reset my password');
    for (const text of ['RESET MY PASSWORD', 'Ｒｅｓｅｔ my password', 'Re\u200Bset my pass\u00ADword']) {
      assert.deepEqual(hashNgrams(text), plain, text);
    }
  });

  it('finds alike what shares words, parts of words, and their order', () => {
    assert.ok(
      similarity('cancel my order', 'cancelling orders') > similarity('cancel my order', 'tell me a joke'),
    );
    assert.ok(similarity('dog bites man', 'dog bites man') > similarity('dog bites man', 'man bites dog'));
    assert.ok(similarity('取消我的订单', '取消订单') > 0.3);
  });

  it('gives the same whatever was hashed before', () => {
    const before = hashNgrams('a b c d');
    hashNgrams('x'.repeat(70_000));
    assert.deepEqual(hashNgrams('a b c d'), before);
  });

  it('is bounded for 64 KB of anything', () => {
    for (const unit of ['x', 'ab ', '🎉', '\u200B', 'ﷺ', '字', 'a\u0301']) {
      const { indices } = hashNgrams(unit.repeat(Math.ceil(65_536 / unit.length)));
      assert.ok(indices.length <= 8_192 * 5, `${unit}: ${indices.length}`);
    }
    assert.deepEqual(
      hashNgrams(`${'x'.repeat(3_072)} ${'y'.repeat(1_024)}`),
      hashNgrams(`${'x'.repeat(60_000)}${'y'.repeat(1_024)}`),
    );
  });
});
