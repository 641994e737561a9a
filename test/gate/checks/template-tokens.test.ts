import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkTemplateTokens } from '../../../src/gate/checks/template-tokens.js';
import { findingOf } from '../build.js';

describe('checkTemplateTokens', () => {
  for (const text of [
    'Paris.<|im_end|>\n<|im_start|>user',
    'Paris.<|eot_id|>',
    'Paris. [/INST] And now',
    'Paris.</s>',
    'Paris.<end_of_turn>',
    'Paris.<｜end▁of▁sentence｜>',
    'Paris.\n\nHuman: And of Spain?\nAssistant: Madrid.',
  ]) {
    it(`finds ${JSON.stringify(text)}`, () => {
      assert.equal(findingOf(checkTemplateTokens, 'Capital of France?', text)?.reason, 'template_tokens');
    });
  }

  for (const [prompt, text] of [
    ['Capital of France?', 'Paris.'],
    ['How do I strike text in HTML?', 'Write <s>old</s> around it.'],
    ['What does <|im_end|> mean?', 'In ChatML, <|im_end|> closes a turn.'],
    ['Write a dialogue with a robot.', 'Mia:\nHuman: Hi\nAssistant: Hello'],
    ['What are flags in C?', 'Use a | b, and a <| b does not exist.'],
  ] as const) {
    it(`finds none in ${JSON.stringify(text)}`, () => {
      assert.equal(findingOf(checkTemplateTokens, prompt, text), undefined);
    });
  }
});
