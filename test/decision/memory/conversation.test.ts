import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type Conversation,
  conversationKey,
  isInToolLoop,
} from '../../../src/decision/memory/conversation.js';
import { createKeyedHash } from '../../../src/decision/memory/keyed-hash.js';
import type { Message, RequestView, Role } from '../../../src/request/request-view.js';
import { buildView } from '../../support/build-view.js';

const hash = createKeyedHash();

function talk(...turns: readonly (readonly [role: Role, text: string, toolCalls?: number])[]): Message[] {
  return turns.map(([role, text, toolCalls = 0]) => ({ role, text, images: 0, toolCalls }));
}

function keyOf(
  changes: Partial<RequestView>,
  source: { header?: string; tenant?: string } = {},
): Conversation | undefined {
  return conversationKey(buildView(changes), { header: source.header, tenant: source.tenant }, hash);
}

describe('conversationKey', () => {
  const first = talk(['user', 'Plan a trip.']);
  const second = [...first, ...talk(['assistant', 'Where to?'], ['user', 'Rome.'])];

  it('knows a conversation by its start', () => {
    const begun = keyOf({ messages: first });
    const later = keyOf({ messages: second });
    assert.deepEqual([begun?.hasPast, begun?.isNamed], [false, false]);
    assert.equal(later?.hasPast, true);
    assert.equal(begun?.key, later.key);
  });

  it('keeps apart what differs in system prompt, tenant, user, cache key or start', () => {
    const keys = [
      keyOf({ messages: first }),
      keyOf({ messages: first, system: 'Be brief.' }),
      keyOf({ messages: first }, { tenant: 'acme' }),
      keyOf({ messages: first, conversation: { user: 'u1' } }),
      keyOf({ messages: first, conversation: { cacheKey: 'u1' } }),
      keyOf({ messages: talk(['user', 'Plan a party.']) }),
      keyOf({ messages: first }, { header: 'Plan a trip.' }),
    ].map((conversation) => conversation?.key);
    assert.equal(new Set(keys).size, keys.length);
  });

  it("goes by the client's own name, in the header or in the body, within the tenant", () => {
    const named = keyOf({ messages: first }, { header: 'c1' });
    assert.ok(named !== undefined);
    assert.deepEqual([named.hasPast, named.isNamed], [true, true]);
    assert.equal(named.key, keyOf({ messages: talk(['user', 'And?']) }, { header: 'c1' })?.key);
    assert.equal(named.key, keyOf({ messages: first, conversation: { id: 'c1', continues: true } })?.key);
    assert.notEqual(named.key, keyOf({ messages: first }, { header: 'c1', tenant: 'acme' })?.key);
  });

  it('does not know one whose start is not there', () => {
    assert.equal(keyOf({ messages: first, conversation: { continues: true } }), undefined);
    assert.equal(keyOf({ messages: [] }), undefined);
  });
});

describe('isInToolLoop', () => {
  it('holds until the assistant has answered in words', () => {
    const asked = talk(['user', 'Book it.']);
    const called = [...asked, ...talk(['assistant', '', 1])];
    const answered = [...called, ...talk(['tool', 'done'])];
    const told = [...answered, ...talk(['assistant', 'It is booked.'], ['user', 'Thanks.'])];
    const loops = [asked, called, answered, [...called, ...talk(['user', 'wait'])], told];
    assert.deepEqual(
      loops.map((messages) => isInToolLoop(buildView({ messages }))),
      [false, true, true, true, false],
    );
  });
});
