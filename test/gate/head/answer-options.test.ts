import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { optionSupport } from '../../../src/gate/head/answer-options.js';

const PROMPT = 'Which gas do plants take in?\nA. Oxygen\nB. Carbon dioxide\nC. Nitrogen';

describe('optionSupport', () => {
  it('sees that the reasoning speaks of the chosen option', () => {
    const support = optionSupport(PROMPT, 'B', 'Plants take in carbon dioxide.');
    assert.deepEqual(support, {
      ...{ offered: 3, isOffered: true, chosen: 1, best: 0, isQuoted: true, isOtherQuoted: false },
    });
  });

  it('sees that it speaks of another', () => {
    const { chosen, best, isOtherQuoted } = optionSupport(PROMPT, 'A', 'It is carbon dioxide.');
    assert.deepEqual([chosen, best, isOtherQuoted], [0, 1, true]);
  });

  it('knows letters that are not offered, and prompts without options', () => {
    assert.equal(optionSupport(PROMPT, 'D', '').isOffered, false);
    assert.equal(optionSupport('Plan A. or plan B. it is', 'A', '').offered, 0);
  });
});
