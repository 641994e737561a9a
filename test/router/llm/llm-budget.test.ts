import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LlmBudget } from '../../../src/router/llm/llm-budget.js';

const MINUTE = 60_000;

describe('LlmBudget', () => {
  it('admits a share of the requests of five minutes, and a few whatever their share', () => {
    let time = 0;
    const budget = new LlmBudget({ maxShare: 0.1, tokensPerMinute: 1e6, now: () => time });
    const admitted = (tries: number): number =>
      Array.from({ length: tries }, () => budget.admit(10)).filter(Boolean).length;
    assert.equal(admitted(20), 5);
    for (let at = 0; at < 200; at += 1) budget.countRequest();
    assert.equal(admitted(100), 15);
    time = 6 * MINUTE;
    assert.equal(admitted(20), 5, 'the window has moved on');
  });

  it('admits none at a share of 0', () => {
    const budget = new LlmBudget({ maxShare: 0, tokensPerMinute: 1e6, now: () => 0 });
    budget.countRequest();
    assert.equal(budget.admit(1), false);
  });

  it('admits tokens of one minute, as they really were', () => {
    let time = 0;
    const budget = new LlmBudget({ maxShare: 1, tokensPerMinute: 100, now: () => time });
    assert.equal(budget.admit(90), true);
    assert.equal(budget.admit(20), false);
    budget.correct(90, 40);
    assert.equal(budget.admit(60), true);
    assert.equal(budget.admit(1), false);
    budget.takeBack(60);
    assert.equal(budget.admit(60), true);
    time = MINUTE + 2_000;
    assert.equal(budget.admit(100), true);
    assert.equal(budget.admit(1), false);
  });

  it('is overrun when more want to ask than may, once there are enough requests to say so', () => {
    const budget = new LlmBudget({ maxShare: 0.1, tokensPerMinute: 100, now: () => 0 });
    for (let at = 0; at < 11; at += 1) budget.countWanted();
    for (let at = 0; at < 99; at += 1) budget.countRequest();
    assert.equal(budget.isOverrun, false);
    budget.countRequest();
    assert.equal(budget.isOverrun, true);
    assert.equal(budget.wantedShare, 0.11);
  });
});
