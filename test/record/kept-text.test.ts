import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cutMessages, MAX_KEPT_CHARS, MAX_SYSTEM_CHARS, selectText } from '../../src/record/kept-text.js';
import type { Message, RequestView, Role } from '../../src/request/request-view.js';
import { buildView } from '../support/build-view.js';

function message(role: Role, text: string): Message {
  return { role, text, images: 0, toolCalls: 0 };
}

function kept(view: RequestView) {
  const { messages, isCut, chars } = selectText(view, 0);
  return { messages: cutMessages(messages), isCut, chars };
}

describe('selectText', () => {
  it('keeps a short conversation whole, system prompt first', () => {
    const messages = [message('user', 'one'), message('assistant', 'two'), message('user', 'three')];
    assert.deepEqual(kept(buildView({ system: 'Be brief.', messages })), {
      messages: [
        { role: 'system', text: 'Be brief.' },
        { role: 'user', text: 'one' },
        { role: 'assistant', text: 'two' },
        { role: 'user', text: 'three' },
      ],
      isCut: false,
      chars: 9 + 3 + 3 + 5,
    });
  });

  it('lets the oldest go first, and keeps the beginning of the one for which there is little room', () => {
    const half = MAX_KEPT_CHARS / 2;
    const messages = ['a', 'b', 'c', 'd'].map((letter) => message('user', letter.repeat(half)));
    const { messages: found, isCut, chars } = kept(buildView({ messages }));
    assert.deepEqual(
      found.map(({ text }) => text[0]),
      ['c', 'd'],
    );
    assert.ok(isCut && chars <= MAX_KEPT_CHARS && chars > MAX_KEPT_CHARS - 200);
    assert.equal(found[1]?.text.length, half);
  });

  it('never keeps more than the limit, however many messages there are and however long they are', () => {
    const views = [
      buildView({ messages: Array.from({ length: 100_000 }, () => message('tool', '')) }),
      buildView({ system: 's'.repeat(65_536), messages: [message('user', 'u'.repeat(65_536))] }),
    ];
    for (const view of views) {
      const { messages, isCut, chars } = kept(view);
      assert.ok(isCut);
      assert.ok(chars <= MAX_KEPT_CHARS && messages.length <= 512);
    }
    assert.equal(kept(buildView({ system: 's'.repeat(9999) })).messages[0]?.text.length, MAX_SYSTEM_CHARS);
  });

  it('tells a text that was cut before', () => {
    assert.equal(kept(buildView({ truncated: true })).isCut, true);
  });

  it('keeps Unicode text only, as stores refuse half a surrogate pair', () => {
    const { messages } = kept(buildView({ messages: [message('user', 'a\ud800b')] }));
    assert.equal(messages[0]?.text, 'a\ufffdb');
  });

  it('gives the overhang to whoever must see it, and takes it away again', () => {
    const view = buildView({ system: 's'.repeat(MAX_SYSTEM_CHARS + 500), messages: [] });
    const { messages } = selectText(view, 100);
    assert.deepEqual(
      [messages[0]?.text.length, messages[0]?.limit],
      [MAX_SYSTEM_CHARS + 100, MAX_SYSTEM_CHARS],
    );
    assert.equal(cutMessages(messages)[0]?.text.length, MAX_SYSTEM_CHARS);
  });
});
