import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cutToWidth, displayWidth, padToWidth } from '../../../src/cli/output/display-width.js';

describe('displayWidth', () => {
  it('counts as a terminal does', () => {
    const known: readonly (readonly [string, number])[] = [
      ['', 0],
      ['plain', 5],
      ['日本語', 6],
      ['한국어', 6],
      ['ｆｕｌｌ', 8],
      ['cafe\u0301', 4],
      ['👍🏽', 2],
      ['👩‍👩‍👧', 2],
      ['❤️', 2],
      ['\u001b[31mred\u001b[39m', 3],
      ['zero\u200bwidth', 9],
      ['äöü', 3],
    ];
    for (const [text, width] of known) assert.equal(displayWidth(text), width, JSON.stringify(text));
  });
});

describe('cutToWidth', () => {
  it('never cuts a character in two', () => {
    assert.equal(cutToWidth('日本語', 6), '日本語');
    assert.equal(cutToWidth('日本語', 5), '日本…');
    assert.equal(cutToWidth('日本語', 4), '日…');
    assert.equal(cutToWidth('👩‍👩‍👧 and more', 4), '👩‍👩‍👧 …');
    assert.equal(cutToWidth('\u001b[31mlong red\u001b[39m', 5), 'long…');
  });
});

describe('padToWidth', () => {
  it('fills up on either side', () => {
    assert.equal(padToWidth('日', 4), '日  ');
    assert.equal(padToWidth('7', 3, 'left'), '  7');
    assert.equal(padToWidth('long', 2), 'long');
  });
});
