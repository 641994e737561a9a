import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkRepetition } from '../../../src/gate/checks/repetition.js';
import { findingOf } from '../build.js';

const PROMPT = 'Tell me about rivers.';

describe('checkRepetition', () => {
  for (const [what, text] of [
    ['a sentence', 'The river flows to the sea. '.repeat(12)],
    [
      'a sentence after a good start',
      `Rivers begin in hills. ${'They carry water to the sea. '.repeat(9)}They carry`,
    ],
    ['one character', `Rivers are looooong: ${'o'.repeat(300)}`],
    ['a word', 'water '.repeat(80)],
    ['lines', 'A river.\nA lake.\n'.repeat(10)],
    [
      'steps that only count on',
      Array.from(
        { length: 40 },
        (_, at) => `We check the next value ${at}, which is not the one that we want.`,
      ).join('\n'),
    ],
  ] as const) {
    it(`finds a loop of ${what}`, () => {
      assert.equal(findingOf(checkRepetition, PROMPT, text)?.reason, 'repetition');
    });
  }

  for (const [what, prompt, text] of [
    ['one that was asked for', 'Repeat "I am here" 20 times.', 'I am here. '.repeat(20)],
    ['a rule and a table', PROMPT, `Name | Length\n${'-'.repeat(80)}\nRhine | 1230\nElbe | 1094\nOder | 840`],
    [
      'a list whose entries are alike',
      PROMPT,
      'Rhine: 1230 km long, flows to the North Sea.\nElbe: 1094 km long, flows to the North Sea.\nOder: 840 km long, flows to the Baltic.',
    ],
    ['a short answer', PROMPT, 'No, no, no.'],
    ['nothing', PROMPT, ''],
  ] as const) {
    it(`finds none in ${what}`, () => {
      assert.equal(findingOf(checkRepetition, prompt, text), undefined);
    });
  }
});
