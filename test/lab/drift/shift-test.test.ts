import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { randomNumbers } from '../../../src/heads/random.js';
import { ShiftTest } from '../../../src/lab/drift/shift-test.js';

const ALPHA = 0.01;

type Draw = (random: () => number) => number;

const rate =
  (share: number): Draw =>
  (random) =>
    random() < share ? 1 : 0;
/** Margins: many near 1, some small. */
const margin =
  (shift: number): Draw =>
  (random) =>
    Math.max(0, Math.sqrt(random()) - shift);

/** Records after which each run found a shift; `undefined` where it found none. */
function runs(
  count: number,
  isRate: boolean,
  [before, now]: readonly [Draw, Draw],
  [reference, window]: readonly [number, number],
): (number | undefined)[] {
  const random = randomNumbers(3);
  return Array.from({ length: count }, () => {
    const test = new ShiftTest(isRate);
    for (let at = 0; at < reference; at += 1) test.learn(before(random));
    for (let at = 1; at <= window; at += 1) test.observe(now(random), at, ALPHA);
    return test.shift.foundAt;
  });
}

const foundIn = (found: readonly (number | undefined)[]): number =>
  found.filter((at) => at !== undefined).length / found.length;

describe('a test that looks after every record', () => {
  it('gives a false alarm in no more runs than alpha, over thousands of records without change', () => {
    const still: readonly (readonly [boolean, Draw])[] = [
      [false, margin(0)],
      [true, rate(0.3)],
      [true, rate(0.03)],
    ];
    for (const [isRate, draw] of still) {
      assert.ok(foundIn(runs(400, isRate, [draw, draw], [300, 3_000])) <= ALPHA);
      assert.ok(foundIn(runs(400, isRate, [draw, draw], [3_000, 1_000])) <= ALPHA);
    }
  });

  it('finds a rate that goes from 10 % to 20 % within 500 records in nine runs of ten', () => {
    const found = runs(200, true, [rate(0.1), rate(0.2)], [2_000, 500]);
    assert.ok(foundIn(found) > 0.9);
  });

  it('finds a mean that falls by half a standard deviation within 200 records in nine runs of ten', () => {
    const found = runs(200, false, [margin(0), margin(0.12)], [2_000, 200]);
    assert.ok(foundIn(found) > 0.9);
  });
});

describe('ShiftTest', () => {
  it('holds nothing against a reference that is too small', () => {
    const test = new ShiftTest(true);
    for (let at = 0; at < 99; at += 1) test.learn(0);
    assert.equal(test.isReady, false);
    for (let at = 0; at < 500; at += 1) test.observe(1, at, 0.5);
    assert.equal(test.shift.foundAt, undefined);
  });

  it('says nothing of values that never differ', () => {
    const test = new ShiftTest(false);
    for (let at = 0; at < 200; at += 1) test.learn(1);
    for (let at = 0; at < 200; at += 1) test.observe(1, at, 0.5);
    assert.equal(test.shift.foundAt, undefined);
    assert.equal(test.shift.evidence, 0);
  });

  it('keeps the time of the record that was one too many, and goes on counting', () => {
    const test = new ShiftTest(true);
    for (let at = 0; at < 1_000; at += 1) test.learn(at % 10 === 0 ? 1 : 0);
    for (let at = 1; at <= 400; at += 1) test.observe(at % 2, at, ALPHA);
    const { foundAt, window } = test.shift;
    assert.ok(foundAt !== undefined && foundAt < 100);
    assert.equal(window.count, 400);
  });
});
