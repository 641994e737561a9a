import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { wishedLength } from '../../../../src/gate/checks/wishes/wished-length.js';

describe('wishedLength', () => {
  for (const [prompt, wish] of [
    ['Write a 300-word text about tides.', { words: 300 }],
    ['Describe it in three sentences.', { sentences: 3 }],
    ['Write 4 paragraphs about tides.', { paragraphs: 4 }],
    ['Give me five examples of mammals.', { items: 5 }],
    ['Write an essay on tides.', { words: 100 }],
    ['Write a short story outline.', {}],
    ['Use no more than 50 words.', {}],
    ['Describe it in 20 to 50 words.', {}],
    ['She types in 40 words per minute.', {}],
    ['What is a tide?', {}],
  ] as const) {
    it(`is ${JSON.stringify(wish)} for "${prompt}"`, () => {
      assert.deepEqual(wishedLength(prompt), wish);
    });
  }
});
