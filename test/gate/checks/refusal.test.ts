import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkRefusal } from '../../../src/gate/checks/refusal.js';
import { REJECTING_STRENGTH } from '../../../src/gate/judge-answer.js';
import { findingOf } from '../build.js';

describe('checkRefusal', () => {
  for (const text of [
    "I'm sorry, but I can't help with that request.",
    'I’m sorry, I cannot assist with this.',
    'As an AI language model, I do not have access to your calendar.',
    "Unfortunately, I don't have enough information to answer this.",
  ]) {
    it(`is sure of "${text}"`, () => {
      const finding = findingOf(checkRefusal, 'When is my next meeting?', text);
      assert.ok(finding !== undefined && finding.strength >= REJECTING_STRENGTH);
    });
  }

  for (const text of [
    'Es tut mir leid, aber dabei kann ich dir nicht helfen.',
    'Je suis désolé, mais je ne peux pas répondre à cette question.',
    'Lo siento, pero no puedo ayudarte con eso.',
    'Mi dispiace, ma non posso aiutarti.',
    'Desculpe, mas não posso ajudar com isso.',
    'Przykro mi, ale nie mogę w tym pomóc.',
    'К сожалению, я не могу ответить на этот вопрос.',
    '抱歉，我无法提供这方面的信息。',
    '申し訳ありませんが、お答えできません。',
    '죄송합니다. 도와드릴 수 없습니다.',
  ]) {
    it(`finds "${text}"`, () => {
      assert.equal(findingOf(checkRefusal, 'x', text)?.reason, 'refusal');
    });
  }

  it('finds an answer that gives up at its end', () => {
    const text = 'The text gives two of the three masses. Therefore, I cannot provide an answer.';
    assert.equal(findingOf(checkRefusal, 'What is the total mass?', text)?.reason, 'refusal');
  });

  it('believes an upstream that says so', () => {
    assert.equal(findingOf(checkRefusal, 'x', 'No.', { finish: 'refused' })?.reason, 'refusal');
  });

  it('is not sure where the answer helps after all', () => {
    const text =
      "As an AI language model, I don't have tastes. However, here are three good colours: red, blue, green.";
    const finding = findingOf(checkRefusal, 'Name three colours.', text);
    assert.ok(finding !== undefined && finding.strength < REJECTING_STRENGTH);
  });

  for (const [prompt, text] of [
    ['Write a polite email that declines an invitation.', "I'm sorry, but I can't come on Friday."],
    ['Schreib eine Entschuldigung an den Lehrer.', 'Es tut mir leid, dass ich nicht kommen kann.'],
    ['My dog died.', "I'm sorry to hear that. Losing a friend is hard."],
    ['Who are you?', 'As an AI language model, I answer questions and write texts.'],
    ['Why does this fail?', 'You cannot assign to a constant.'],
  ] as const) {
    it(`finds none in the answer to "${prompt}"`, () => {
      assert.equal(findingOf(checkRefusal, prompt, text), undefined);
    });
  }
});
