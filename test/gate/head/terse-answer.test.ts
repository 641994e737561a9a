import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { terseAnswerOf } from '../../../src/gate/head/terse-answer.js';

describe('terseAnswerOf', () => {
  it('says nothing of a long answer, nor of none', () => {
    for (const text of ['x '.repeat(60), '  '])
      assert.ok(!Object.values(terseAnswerOf('Why?', text)).some(Boolean));
  });

  it('knows a label or a passage of the prompt from its echo', () => {
    assert.equal(terseAnswerOf('Is this spam or ham: buy now', 'Spam.').isQuoted, true);
    assert.equal(terseAnswerOf('Translate: good day', 'Translate: good day').isQuoted, false);
    assert.equal(terseAnswerOf('Name a colour', 'Blue').isQuoted, false);
  });

  it('misses a number where the prompt asks how many', () => {
    assert.equal(terseAnswerOf('How many moons has Mars?', 'Phobos').lacksNumber, true);
    assert.equal(terseAnswerOf('How many moons has Mars?', 'Two').lacksNumber, false);
    assert.equal(terseAnswerOf('Which moon is larger?', 'Phobos').lacksNumber, false);
  });

  it('sees yes or no where it is asked for', () => {
    assert.equal(terseAnswerOf('Is iron a metal?', 'Yes, it is.').isYesOrNo, true);
    assert.equal(terseAnswerOf('Is iron a metal?', 'Iron').isYesOrNo, false);
    assert.equal(terseAnswerOf('Name a metal', 'No').isYesOrNo, false);
  });
});
