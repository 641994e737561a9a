import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fitExitBars, mayExit } from '../../../src/signals/routes/exit-bars.js';
import type { FoldScores } from '../../../src/signals/routes/route-head.js';
import type { RouteScores } from '../../../src/signals/routes/route-scores.js';

const scoresOf = (probability: number, outOfScope = 0.01, first = 'a', second = 'b'): RouteScores => ({
  routes: [
    { route: first, probability },
    { route: second, probability: 1 - probability },
  ],
  outOfScope,
});

const trials = (count: number, scores: (at: number) => RouteScores): FoldScores[] =>
  Array.from({ length: count }, (_, at) => ({ text: `text ${at}`, route: 'a', scores: scores(at) }));

const sure = (): RouteScores => scoresOf(0.99);

describe('fitExitBars', () => {
  it('opens where both heads agree, and keeps shut below', () => {
    // The less sure half is decided otherwise by the full head.
    const fast = trials(1_000, (at) => scoresOf(at < 500 ? 0.99 : 0.6));
    const full = trials(1_000, (at) => (at < 500 ? sure() : scoresOf(0.9, 0.01, 'b', 'a')));
    const bars = fitExitBars(fast, full);
    assert.ok(bars !== undefined);
    assert.equal(bars.share, 0.5);
    assert.equal(bars.agreement, 1);
    assert.ok(mayExit(bars, scoresOf(0.99)));
    assert.ok(!mayExit(bars, scoresOf(0.6)));
    assert.ok(!mayExit(bars, scoresOf(0.99, 0.4)));
  });

  it('asks for more than 321 exits without a disagreement', () => {
    assert.equal(fitExitBars(trials(321, sure), trials(321, sure)), undefined);
    assert.notEqual(fitExitBars(trials(322, sure), trials(322, sure)), undefined);
    assert.notEqual(fitExitBars(trials(20, sure), trials(20, sure), { agreement: 0.9 }), undefined);
  });

  it('gives no bars when the full head often decides otherwise, or calls the texts out of scope', () => {
    const other = trials(1_000, (at) => (at % 50 === 0 ? scoresOf(0.9, 0.01, 'b', 'a') : sure()));
    const strange = trials(1_000, (at) => (at % 50 === 0 ? scoresOf(0.99, 0.8) : sure()));
    assert.equal(fitExitBars(trials(1_000, sure), other), undefined);
    assert.equal(fitExitBars(trials(1_000, sure), strange), undefined);
  });

  it('takes only examples that both heads have tried', () => {
    assert.equal(fitExitBars(trials(1_000, sure), trials(100, sure)), undefined);
    assert.equal(fitExitBars(trials(1_000, sure), []), undefined);
    assert.equal(fitExitBars([], []), undefined);
  });

  it('never lets pass what the strangest third of the examples looks like', () => {
    const fast = trials(1_000, (at) => scoresOf(0.99, at / 1_000));
    const bars = fitExitBars(fast, trials(1_000, sure));
    assert.ok(bars !== undefined && bars.outOfScope <= 0.5);
    const familiar = trials(1_000, (at) => scoresOf(0.99, at / 10_000));
    assert.equal(fitExitBars(familiar, trials(1_000, sure))?.outOfScope, 0.07);
  });
});

describe('mayExit', () => {
  it('needs bars', () => {
    assert.equal(mayExit(undefined, sure()), false);
  });

  it('does not let scores pass that are not numbers', () => {
    const bars = { margin: 1, outOfScope: 0.5, share: 1, agreement: 1 };
    assert.equal(mayExit(bars, scoresOf(Number.NaN)), false);
    assert.equal(mayExit(bars, scoresOf(0.99, Number.NaN)), false);
    assert.equal(mayExit(bars, { routes: [], outOfScope: 0 }), false);
  });
});
