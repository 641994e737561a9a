import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Message } from '../../src/request/request-view.js';
import { reaskSignal } from '../../src/signals/reask.js';
import { buildView } from '../support/build-view.js';

function ask(texts: readonly string[]) {
  const messages = texts.map((text, at): Message => ({
    role: at % 2 === 0 ? 'user' : 'assistant',
    text,
    images: 0,
    toolCalls: 0,
  }));
  return reaskSignal(buildView({ messages, lastUserText: texts.at(-1) ?? '' }));
}

const QUESTION = 'How many litres does a tank of 40 by 50 by 60 centimetres hold?';

describe('reaskSignal', () => {
  for (const again of [
    QUESTION,
    'A tank measures 40 by 50 by 60 centimetres. How many litres can it hold?',
    "That's wrong, it must be more.",
    'You did not answer my question.',
    'no, try again',
  ]) {
    it(`takes "${again}" for asking again`, () => {
      assert.equal(ask([QUESTION, 'It holds 12 litres.', again]).label, 'yes');
    });
  }

  for (const next of [
    'What does such a tank cost?',
    'Thanks! Set a timer for ten minutes.',
    'And how heavy is the glass?',
  ]) {
    it(`takes "${next}" for something new`, () => {
      assert.equal(ask([QUESTION, 'It holds 120 litres.', next]).label, 'no');
    });
  }

  it('needs an earlier turn', () => {
    assert.deepEqual(ask(["that's wrong"]), { label: 'no', scores: { no: 1, yes: 0 } });
  });
});
