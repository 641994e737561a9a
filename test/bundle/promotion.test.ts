import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatBundle, parseBundle } from '../../src/bundle/bundle-file.js';
import type { Bundle, PairedTrial } from '../../src/bundle/bundle.js';
import { promotionGate } from '../../src/bundle/promotion-gate.js';
import { type OnlineQuality, qualityFall } from '../../src/bundle/quality-fall.js';
import { randomNumbers } from '../../src/heads/random.js';
import { fitExpectation } from '../../src/signals/feature-vector.js';
import { buildBundle, TRIAL } from '../support/build-bundle.js';

const bundleWith = (heldOut: PairedTrial): Bundle => {
  const gate = { bars: {}, temperature: 1, heldOut };
  const read = parseBundle(formatBundle(buildBundle({ gate })).text, fitExpectation());
  assert.ok(read.ok);
  return read.value;
};

describe('promotionGate', () => {
  const better = bundleWith(TRIAL);
  const alike = bundleWith({ ...TRIAL, low: -0.01 });

  it('wants enough requests and no failure', () => {
    assert.match(
      promotionGate(better, { scored: 499, agreed: 499, failed: 0 }).reason,
      /must be 500 or more/,
    );
    assert.match(promotionGate(better, { scored: 900, agreed: 900, failed: 1 }).reason, /failed on 1/);
  });

  it('lets pass what is surely better, and what decides alike', () => {
    assert.ok(promotionGate(better, { scored: 500, agreed: 100, failed: 0 }).passes);
    assert.ok(promotionGate(alike, { scored: 500, agreed: 496, failed: 0 }).passes);
    assert.ok(!promotionGate(alike, { scored: 500, agreed: 490, failed: 0 }).passes);
  });
});

describe('qualityFall', () => {
  const quality = (errors: [number, number], gate: [number, number] = [0, 0]): OnlineQuality => ({
    errors: { trials: errors[0], bad: errors[1] },
    gate: { trials: gate[0], bad: gate[1] },
    opinions: { trials: 0, bad: 0 },
  });

  it('tells what rose', () => {
    assert.match(
      qualityFall(quality([2_000, 20], [1_000, 100]), quality([200, 2], [100, 40])) ?? '',
      /^answers that the gate rejects rose from 10\.0 % of 1000 to 40\.0 % of 100/,
    );
  });

  it('says nothing of what is alike, better, too little or new', () => {
    assert.equal(qualityFall(quality([2_000, 20]), quality([100, 1])), undefined);
    assert.equal(qualityFall(quality([2_000, 200]), quality([400, 1])), undefined);
    assert.equal(qualityFall(quality([1_000, 0]), quality([100, 2])), undefined);
    assert.equal(qualityFall(quality([0, 0]), quality([100, 50])), undefined);
  });

  it('raises a false alarm in fewer than 1 of 100 promotions', () => {
    const random = randomNumbers(7);
    const draw = (trials: number): number => {
      let bad = 0;
      for (let at = 0; at < trials; at += 1) if (random() < 0.2) bad += 1;
      return bad;
    };
    let alarms = 0;
    for (let promotion = 0; promotion < 400; promotion += 1) {
      const before = quality([1_000, draw(1_000)]);
      let bad = 0;
      let seen = 0;
      for (const look of [100, 200, 400, 800]) {
        bad += draw(look - seen);
        seen = look;
        if (qualityFall(before, quality([seen, bad])) === undefined) continue;
        alarms += 1;
        break;
      }
    }
    assert.ok(alarms <= 4, `${alarms} of 400`);
  });
});
