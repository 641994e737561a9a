import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { expand } from '../../../src/lab/builtin/prompts/expand.js';

describe('expand', () => {
  it('fills slots with other words each time, and never repeats a prompt', () => {
    const prompts = expand(['Go to {place}.', 'Stay.'], 3, { place: ['Rome', 'Oslo', 'Lima'] });
    const texts = prompts.map(({ text }) => text);
    assert.deepEqual([...texts].sort(), ['Go to Lima.', 'Go to Oslo.', 'Go to Rome.', 'Stay.']);
    assert.deepEqual(
      prompts.map(({ template }) => template),
      [0, 0, 0, 1],
    );
  });

  it('gives the same prompts each time', () => {
    assert.deepEqual(expand(['{person} and {person}'], 5), expand(['{person} and {person}'], 5));
  });

  it('refuses a slot that has no words', () => {
    assert.throws(() => expand(['{nothing}'], 1), /no words for the slot \{nothing\}/);
  });
});
