import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { randomNumbers } from '../../../src/heads/random.js';
import { compareArms, type MetricVerdict } from '../../../src/lab/report/compare-arms.js';
import { stoppingVerdict } from '../../../src/lab/report/experiment-report.js';
import { sumOf } from '../../../src/lab/report/roll-up.js';
import type { RecordSums } from '../../../src/store/record-store.js';

const TERMS = { alpha: 0.05, tolerance: 0.02 };
const NONE = sumOf([]);

const successes = (succeeded: number, finished: number): RecordSums => ({ ...NONE, succeeded, finished });
const costs = (values: readonly number[]): RecordSums => ({
  ...NONE,
  priced: values.length,
  costUsd: values.reduce((sum, value) => sum + value, 0),
  costSquares: values.reduce((sum, value) => sum + value * value, 0),
});

describe('compareArms', () => {
  const verdict = (one: RecordSums, other: RecordSums): MetricVerdict =>
    compareArms('success', one, other, TERMS).verdict;

  it('says nothing of fewer than 100 answers on a side', () => {
    const few = compareArms('success', successes(99, 99), successes(500, 1_000), TERMS);
    assert.deepEqual([few.verdict, few.always, few.p], ['too_few', undefined, undefined]);
    assert.deepEqual(few.counted, [99, 1_000]);
  });

  it('tells better, worse, as good and not yet known apart', () => {
    assert.equal(verdict(successes(950, 1_000), successes(800, 1_000)), 'better');
    assert.equal(verdict(successes(800, 1_000), successes(950, 1_000)), 'worse');
    assert.equal(verdict(successes(19_000, 20_000), successes(19_000, 20_000)), 'as_good');
    assert.equal(verdict(successes(190, 200), successes(190, 200)), 'go_on');
    // Surely lower, and surely by less than the margin.
    assert.equal(verdict(successes(98_900, 100_000), successes(99_300, 100_000)), 'as_good');
  });

  it('takes lower cost for better, and certain differences for certain', () => {
    const [cheap, dear] = [costs(Array(200).fill(1) as number[]), costs(Array(200).fill(3) as number[])];
    const certain = compareArms('cost', cheap, dear, TERMS);
    assert.deepEqual([certain.verdict, certain.p, certain.always], ['better', 0, { low: -2, high: -2 }]);
    assert.equal(compareArms('cost', dear, cheap, TERMS).verdict, 'worse');
    assert.equal(compareArms('cost', dear, dear, TERMS).verdict, 'go_on');
  });

  it('has an interval for all looks that is wider than the one for one look', () => {
    const { difference, always } = compareArms(
      'success',
      successes(900, 1_000),
      successes(850, 1_000),
      TERMS,
    );
    assert.ok(difference !== undefined && always !== undefined);
    assert.ok(always.low < difference.low && always.high > difference.high);
  });

  it('stops wrongly in fewer than 5 % of the trials that are looked at after every 50 requests', () => {
    const random = randomNumbers(2);
    let wrong = 0;
    for (let trial = 0; trial < 300; trial += 1) {
      let [one, other] = [costs([]), costs([])];
      let isWrong = false;
      for (let at = 1; at <= 3_000 && !isWrong; at += 1) {
        const isControl = random() < 0.1;
        const cost = -Math.log(1 - random());
        if (isControl) other = plus(other, cost);
        else one = plus(one, cost);
        if (at % 50 !== 0) continue;
        isWrong = ['better', 'worse'].includes(compareArms('cost', one, other, TERMS).verdict);
      }
      if (isWrong) wrong += 1;
    }
    assert.ok(wrong / 300 < 0.05, String(wrong));
  });
});

function plus(sums: RecordSums, cost: number): RecordSums {
  return {
    ...sums,
    priced: sums.priced + 1,
    costUsd: sums.costUsd + cost,
    costSquares: sums.costSquares + cost * cost,
  };
}

describe('stoppingVerdict', () => {
  const said = (cost: MetricVerdict, ...qualities: MetricVerdict[]): string =>
    stoppingVerdict(
      [cost, ...qualities].map((verdict, at) => ({
        ...{ metric: at === 0 ? 'cost' : 'success', verdict, counted: [1, 1] },
        ...{ difference: undefined, always: undefined, p: undefined },
      })),
    );

  it('stops for worse quality, whatever is saved', () => {
    assert.equal(said('better', 'as_good', 'worse'), 'stop: worse');
  });

  it('stops for less cost at quality that is as good', () => {
    assert.equal(said('better', 'as_good', 'too_few'), 'stop: better');
    assert.equal(said('go_on', 'better'), 'stop: better');
    assert.equal(said('worse', 'as_good'), 'stop: worse');
  });

  it('goes on while something that was measured is not clear', () => {
    assert.equal(said('better', 'go_on', 'better'), 'go on');
    assert.equal(said('go_on', 'as_good'), 'go on');
    assert.equal(said('worse', 'better'), 'go on');
  });

  it('never judges by cost alone', () => {
    assert.equal(said('better', 'too_few', 'too_few'), 'too few');
  });
});
