import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Discontent, discontentOf, type NextTurn } from '../../../src/decision/memory/discontent.js';
import type { LastTurn, Recalled } from '../../../src/decision/memory/last-turns.js';
import { buildProfile } from '../../support/build-plan.js';
import { buildView } from '../../support/build-view.js';

const small = buildProfile('small', { priceSum: 1 });
const medium = buildProfile('medium', { priceSum: 5 });
const large = buildProfile('large', { priceSum: 20 });

const last: LastTurn = {
  ...{ decision: 'one', model: 'medium', reason: 'similar', history: { length: 1, digest: '' } },
  ...{ isShared: false, raisedTo: undefined },
};

type Changes = Partial<Omit<NextTurn, 'recalled'>> & {
  readonly recalled?: Partial<Omit<Recalled, 'last'>>;
  readonly last?: Partial<LastTurn>;
};

/** A repeat after ten seconds, in a conversation that the client names; `changes` say otherwise. */
function seen({ recalled, last: turn, ...changes }: Changes): Discontent | undefined {
  return discontentOf({
    view: buildView(),
    conversation: { key: 'talk', hasPast: true, isNamed: true },
    pinned: undefined,
    before: medium,
    asksAgain: false,
    ...changes,
    recalled: { relation: 'repeats', restMs: 10_000, ...recalled, last: { ...last, ...turn } },
  });
}

describe('discontentOf, where the same messages come again', () => {
  it('sees a regeneration', () => {
    assert.equal(seen({}), 'regenerate');
    assert.equal(seen({ pinned: medium }), 'regenerate');
    assert.equal(seen({ conversation: { key: '', hasPast: true, isNamed: false } }), 'regenerate');
  });

  it('sees none in retries, in parallel samples and in what a program sends at once', () => {
    assert.equal(seen({ recalled: { restMs: undefined } }), undefined, 'failed, or not over');
    assert.equal(seen({ recalled: { restMs: 1_999 } }), undefined);
    assert.equal(seen({ recalled: { restMs: -500 } }), undefined);
    assert.equal(seen({ recalled: { restMs: 2_000 } }), 'regenerate');
  });

  it('sees none where two people may have begun alike', () => {
    assert.equal(seen({ conversation: { key: '', hasPast: false, isNamed: false } }), undefined);
  });

  it('sees none where the history is not in the body', () => {
    assert.equal(seen({ view: buildView({ conversation: { id: 'c1' } }) }), undefined);
    assert.equal(seen({ view: buildView({ conversation: { continues: true } }) }), undefined);
  });

  it('sees a switch to a model that is no cheaper', () => {
    assert.equal(seen({ pinned: large }), 'switch');
    assert.equal(seen({ pinned: small }), undefined);
    assert.equal(seen({ pinned: large, last: { reason: 'pinned' } }), undefined);
  });
});

describe('discontentOf, where the user replies', () => {
  const reply = (changes: Changes): Discontent | undefined =>
    seen({ ...changes, recalled: { relation: 'replies', restMs: undefined } });

  it('sees a question asked again', () => {
    assert.equal(reply({ asksAgain: true }), 'reask');
    assert.equal(reply({}), undefined);
  });

  it('sees a switch, unless the model before was the choice of the client as well', () => {
    assert.equal(reply({ pinned: large }), 'switch');
    assert.equal(reply({ pinned: large, asksAgain: true }), 'switch');
    assert.equal(reply({ pinned: small }), undefined);
    assert.equal(reply({ pinned: medium }), undefined);
    assert.equal(reply({ pinned: large, last: { reason: 'pinned' } }), undefined);
    assert.equal(reply({ pinned: large, before: undefined }), undefined);
  });

  it('blames nobody when the answer may have been to somebody else', () => {
    assert.equal(reply({ asksAgain: true, last: { isShared: true } }), undefined);
    assert.equal(reply({ pinned: large, last: { isShared: true } }), undefined);
    assert.equal(seen({ last: { isShared: true } }), undefined);
  });

  it('sees nothing in a tool loop or in another history', () => {
    for (const relation of ['goes_on', 'other'] as const) {
      assert.equal(seen({ asksAgain: true, pinned: large, recalled: { relation } }), undefined);
    }
  });
});
