import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { scoreFindings } from '../../src/gate/gate-scorer.js';
import { buildAnswer, buildAsk } from './build.js';

const score = (...strengths: readonly number[]): number =>
  scoreFindings(
    buildAsk(),
    buildAnswer(),
    strengths.map((strength) => ({ reason: 'hedging', strength })),
  );

describe('scoreFindings', () => {
  it('is the stated prior where nothing was found', () => {
    assert.equal(score(), 0.8);
  });

  it('keeps to the prior for a finding that says nothing, and falls with stronger ones', () => {
    assert.ok(Math.abs(score(0.5) - 0.8) < 1e-12);
    assert.ok(score(0.75) < score(0.6));
    assert.equal(score(1), 0);
  });

  it('counts the strongest finding only', () => {
    assert.equal(score(0.6, 0.9, 0.7), score(0.9));
  });
});
