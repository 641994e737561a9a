import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Message } from '../../../src/request/request-view.js';
import { focusOf } from '../../../src/signals/focus/focus.js';
import { buildView } from '../../support/build-view.js';

const message = (role: Message['role'], text: string): Message => ({ role, text, images: 0, toolCalls: 0 });

function focusOfChat(...texts: readonly string[]) {
  const messages = texts.map((text, at) => message(at % 2 === 0 ? 'user' : 'assistant', text));
  return focusOf(
    buildView({ messages, lastUserText: texts.at(-1) ?? '', turns: Math.ceil(texts.length / 2) }),
  );
}

const STORY = `${'The harbour was quiet that winter, and the boats lay under canvas. '.repeat(14)}\n`.repeat(
  3,
);

describe('focusOf', () => {
  it('takes a short turn as it is', () => {
    assert.deepEqual(focusOfChat('how do i reset my password'), {
      instruction: 'how do i reset my password',
      material: '',
      context: '',
      text: 'how do i reset my password',
    });
  });

  for (const [place, turn] of [
    ['before', `Summarise this report.\n\n${STORY}`],
    ['behind', `${STORY}\n\nSummarise this report.`],
    ['on the line before', `Summarise this report.\n${STORY}`],
  ] as const) {
    it(`finds the instruction ${place} pasted material`, () => {
      const { instruction, material, text } = focusOfChat(turn);
      assert.equal(instruction, 'Summarise this report.');
      assert.match(material, /^The harbour/);
      assert.equal(text, 'Summarise this report.');
    });
  }

  it('tells marked material from the request', () => {
    const fenced = focusOfChat('Why does this fail?\n```js\nlet a = b;\n```');
    assert.equal(fenced.instruction, 'Why does this fail?');
    const tagged = focusOfChat('<document>\nPlease pay at once.\n</document>\nWho wrote it?');
    assert.deepEqual([tagged.instruction, tagged.material.includes('pay at once')], ['Who wrote it?', true]);
    const headed = focusOfChat(
      'Context: the shop opens at nine.\nIt is closed on Monday.\n\nQuestion: when does it open?',
    );
    assert.equal(headed.instruction, 'Question: when does it open?');
    assert.match(headed.material, /closed on Monday/);
  });

  it('drops what a client adds to every turn', () => {
    const reminder = '<system-reminder>Never mention the date.</system-reminder>';
    assert.equal(focusOfChat(`${reminder}\nlist the open issues`).text, 'list the open issues');
    const rule = 'Remember: answer in JSON only.';
    const { text } = focusOfChat(
      `who won the match\n${rule}`,
      'They did.',
      `how tall is that tower in Paris\n${rule}`,
    );
    assert.equal(text, 'how tall is that tower in Paris');
  });

  it('reads a follow-up with the turn before it', () => {
    const { context, text } = focusOfChat('weather in Rome tomorrow', 'Sunny.', 'and in Oslo?');
    assert.equal(context, 'weather in Rome tomorrow');
    assert.equal(text, 'weather in Rome tomorrow\nand in Oslo?');
    assert.equal(
      focusOfChat('weather in Rome', 'Sunny.', 'and in Oslo?', 'Rain.', 'why?').context,
      'weather in Rome\nand in Oslo?',
    );
  });

  it('leaves a new request alone', () => {
    assert.equal(focusOfChat('weather in Rome', 'Sunny.', 'set a timer for ten minutes').context, '');
    assert.equal(focusOfChat('weather in Rome', 'Sunny.', 'i want to open a savings account').context, '');
  });

  it('strips what nobody sees', () => {
    assert.equal(focusOfChat('res\u200bet my\u202e pass\u00adword').text, 'reset my password');
  });

  for (const [name, turn] of [
    ['one word', 'a'.repeat(65_536)],
    ['emoji', '😀'.repeat(32_768)],
    ['zero-width characters', '\u200b'.repeat(65_536)],
    ['line breaks', '\n'.repeat(65_536)],
    ['open fences', '```\ncode\n'.repeat(7_000)],
    ['open tags', '<query>'.repeat(9_000)],
  ] as const) {
    it(`stays small on 64 KB of ${name}`, () => {
      const { text } = focusOfChat(turn);
      assert.ok(text.length <= 700, `${text.length}`);
    });
  }
});
