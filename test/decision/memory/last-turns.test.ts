import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { historyOf } from '../../../src/decision/memory/history.js';
import { createKeyedHash } from '../../../src/decision/memory/keyed-hash.js';
import { type LastTurn, LastTurns } from '../../../src/decision/memory/last-turns.js';
import { buildTalk, talk } from '../../support/build-talk.js';

const hash = createKeyedHash();
const view = buildTalk(talk(['Plan a trip.']));

const turnOf = (decision: string): LastTurn => ({
  ...{ decision, model: 'small', reason: 'similar', history: historyOf(view, hash) },
  ...{ isShared: false, raisedTo: undefined },
});

describe('LastTurns', () => {
  it('remembers the latest turn, and since when its answer is there', () => {
    let now = 1_000;
    const turns = new LastTurns({ now: () => now });
    assert.equal(turns.recall('talk', view, hash), undefined);
    turns.remember('talk', turnOf('one'));
    assert.equal(turns.recall('talk', view, hash)?.restMs, undefined);
    turns.ended('one', { status: 200, at: 1_500, model: 'large' });
    now = 4_000;
    const recalled = turns.recall('talk', view, hash);
    assert.deepEqual([recalled?.restMs, recalled?.relation], [2_500, 'repeats']);
    assert.deepEqual([recalled?.last.decision, recalled?.last.model], ['one', 'large']);
  });

  it('does not count an answer that failed, or that came for an earlier turn', () => {
    const turns = new LastTurns();
    turns.remember('talk', turnOf('one'));
    turns.ended('one', { status: 503, at: 0 });
    assert.equal(turns.recall('talk', view, hash)?.restMs, undefined);
    assert.equal(turns.recall('talk', view, hash)?.last.model, 'small');
    turns.remember('talk', turnOf('two'));
    turns.ended('one', { status: 200, at: 0, model: 'large' });
    turns.ended('unheard', { status: 200, at: 0 });
    assert.equal(turns.recall('talk', view, hash)?.restMs, undefined);
    assert.equal(turns.recall('talk', view, hash)?.last.model, 'small');
  });

  it('forgets what is too old and what is too much', () => {
    let now = 0;
    const turns = new LastTurns({ ttlMs: 100, conversations: 2, now: () => now });
    for (const name of ['a', 'b', 'c']) turns.remember(name, turnOf(name));
    assert.equal(turns.size, 2);
    assert.equal(turns.recall('a', view, hash), undefined);
    assert.ok(turns.recall('c', view, hash) !== undefined);
    now = 100;
    assert.equal(turns.recall('c', view, hash), undefined);
  });
});
