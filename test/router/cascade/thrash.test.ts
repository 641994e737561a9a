import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Thrash, type ThrashState } from '../../../src/router/cascade/thrash.js';

const CHEAP = { input: 1, output: 1 };
/** Four times as dear: a cascade pays while fewer than three quarters are rejected. */
const DEAR = { input: 4, output: 4 };
const TOKENS = { inputTokens: 100, outputTokens: 50 };

function judge(thrash: Thrash, count: number, escalated: boolean): void {
  for (let answer = 0; answer < count; answer += 1) {
    thrash.judged('chat', { ...TOKENS, escalated }, CHEAP, DEAR);
  }
}

describe('Thrash', () => {
  it('counts what rejected answers cost', () => {
    const thrash = new Thrash();
    thrash.wasted('chat', 150, 0.25);
    thrash.wasted('chat', 50, 0.5);
    const { rejected, wastedTokens, wastedUsd } = thrash.states['chat'] ?? assert.fail('no state');
    assert.deepEqual([rejected, wastedTokens, wastedUsd], [2, 200, 0.75]);
  });

  it('finds the break-even of the prices', () => {
    const thrash = new Thrash();
    judge(thrash, 1, false);
    assert.equal(thrash.states['chat']?.breakEven, 0.75);
  });

  it('says nothing of a few answers, then reports once that the first tier does not pay', () => {
    const changes: ThrashState[] = [];
    const thrash = new Thrash((_route, state) => changes.push(state));
    judge(thrash, 49, true);
    assert.equal(changes.length, 0);
    judge(thrash, 10, true);
    assert.equal(changes.length, 1);
    assert.equal(changes[0]?.thrashing, true);
    assert.equal(changes[0].escalationRate, 1);
  });

  it('lets most requests skip the first tier, and a few try it, until it recovers', () => {
    const changes: boolean[] = [];
    const thrash = new Thrash((_route, { thrashing }) => changes.push(thrashing));
    assert.equal(thrash.skipsFirst('chat'), false);
    judge(thrash, 200, true);
    const skips = Array.from({ length: 100 }, () => thrash.skipsFirst('chat'));
    assert.equal(skips.filter(Boolean).length, 90);
    judge(thrash, 60, false);
    assert.deepEqual(changes, [true, false]);
    assert.equal(thrash.skipsFirst('chat'), false);
  });

  it('does not thrash below the break-even', () => {
    const thrash = new Thrash();
    for (let round = 0; round < 50; round += 1) {
      judge(thrash, 2, true);
      judge(thrash, 1, false);
    }
    assert.equal(thrash.states['chat']?.thrashing, false);
  });

  it('finds that a first tier as dear as the second never pays', () => {
    const thrash = new Thrash();
    for (let answer = 0; answer < 60; answer += 1) {
      thrash.judged('chat', { ...TOKENS, escalated: answer % 2 === 0 }, DEAR, DEAR);
    }
    assert.deepEqual([thrash.states['chat']?.breakEven, thrash.states['chat']?.thrashing], [0, true]);
  });

  it('forgets how other tiers fared, and not what they cost', () => {
    const thrash = new Thrash();
    thrash.wasted('chat', 150, 0.25);
    judge(thrash, 60, true);
    assert.equal(thrash.isThrashing('chat'), true);
    thrash.renew('chat');
    assert.equal(thrash.isThrashing('chat'), false);
    const { judged, wastedTokens } = thrash.states['chat'] ?? assert.fail('no state');
    assert.deepEqual([judged, wastedTokens], [0, 150]);
  });
});
