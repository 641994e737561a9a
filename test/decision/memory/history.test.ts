import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { historyOf, type Relation, relationTo } from '../../../src/decision/memory/history.js';
import { createKeyedHash } from '../../../src/decision/memory/keyed-hash.js';
import type { Message, RequestView } from '../../../src/request/request-view.js';
import { buildTalk, messageOf, talk } from '../../support/build-talk.js';

const hash = createKeyedHash();

function relation(
  earlier: readonly Message[],
  later: readonly Message[],
  changes: Partial<RequestView> = {},
): Relation {
  return relationTo(historyOf(buildTalk(earlier), hash), buildTalk(later, changes), hash);
}

describe('relationTo', () => {
  const first = talk(['Plan a trip.']);
  const second = talk(['Plan a trip.', 'Where to?', 'To Rome.']);

  it('knows a repeat, and a reply to the answer', () => {
    assert.equal(relation(first, first), 'repeats');
    assert.equal(relation(second, second), 'repeats');
    assert.equal(relation(first, second), 'replies');
  });

  it('says of a tool loop only that it goes on', () => {
    const call = messageOf('assistant', '', 1);
    const result = messageOf('tool', 'sunny');
    assert.equal(relation(first, [...first, call, result]), 'goes_on');
    assert.equal(relation(first, [...first, call, messageOf('user', 'Stop!')]), 'goes_on');
    assert.equal(relation([...first, call, result], [...first, call, result]), 'other');
  });

  it('knows nothing of an edited, shortened or forked history, or of another system prompt', () => {
    assert.equal(relation(second, talk(['Plan a trip.', 'Where to?', 'To Oslo.', 'Fine.', 'No.'])), 'other');
    assert.equal(relation(second, first), 'other');
    assert.equal(relation(second, talk(['Plan a party.', 'Where to?', 'To Rome.'])), 'other');
    assert.equal(relation(first, first, { system: 'Be brief.' }), 'other');
  });

  it('does not take two turns more for a reply', () => {
    assert.equal(relation(first, talk(['Plan a trip.', 'Where to?', 'Rome.', 'When?', 'Now.'])), 'goes_on');
    assert.equal(relation(first, [...first, messageOf('user', 'And?')]), 'goes_on');
  });

  it('never takes images for repeated ones', () => {
    assert.equal(relation(first, first, { images: 1 }), 'other');
  });

  it('tells long texts apart by length and ends', () => {
    const long = 'a'.repeat(2_000);
    assert.equal(relation(talk([long]), talk([long])), 'repeats');
    for (const other of [`${long}a`, `b${long.slice(1)}`, `${long.slice(1)}b`]) {
      assert.equal(relation(talk([long]), talk([other])), 'other');
    }
  });

  it('never continues a request without messages', () => {
    assert.equal(relation([], first), 'other');
    assert.equal(relation([], []), 'other');
  });
});
