import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkTooShort } from '../../../src/gate/checks/too-short.js';
import { findingOf } from '../build.js';

describe('checkTooShort', () => {
  for (const [prompt, text] of [
    ['Write a 200-word introduction to photosynthesis.', 'Plants make sugar from light.'],
    ['Describe Rome in six sentences.', 'Rome is old.'],
    ['List ten uses of vinegar.', '1. Cleaning\n2. Cooking'],
    ['Write an essay about the causes of the first world war.', 'There were many causes.'],
    ['Write three paragraphs about tides.', 'The moon.'],
  ] as const) {
    it(`misses something in the answer to "${prompt}"`, () => {
      assert.equal(findingOf(checkTooShort, prompt, text)?.reason, 'too_short');
    });
  }

  for (const [prompt, text] of [
    ['What is the capital of France?', 'Paris'],
    ['Name three colours.', 'red, blue and green'],
    ['List five primes.', '2, 3, 5, 7, 11'],
    ['Summarise it in at most 200 words.', 'It went well.'],
    ['Answer in under 50 words: what is a tide?', 'The sea that rises and falls.'],
    ['She reads 250 words per minute. How long for 400 pages?', '320 minutes.'],
    ['Write a short story title.', 'The Last Tide'],
    ['Write 7 over 33 as a decimal.', '0.2121'],
  ] as const) {
    it(`lets "${text}" answer "${prompt}"`, () => {
      assert.equal(findingOf(checkTooShort, prompt, text), undefined);
    });
  }
});
