import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { randomNumbers } from '../../../src/heads/random.js';
import { savingAgainst, spendingOf } from '../../../src/lab/report/spending.js';
import { sumOf } from '../../../src/lab/report/roll-up.js';
import type { RecordSums } from '../../../src/store/record-store.js';
import { buildStoredRecord } from '../../support/build-stored-record.js';
import { memoryStore } from '../../support/memory-store.js';
import type { StoredRecord } from '../../../src/record/stored-record.js';

const near = (actual: number | undefined, wanted: number, within = 1e-9): void => {
  assert.ok(actual !== undefined && Math.abs(actual - wanted) < within, `${String(actual)} is not ${wanted}`);
};

async function sumsOf(records: readonly Partial<StoredRecord>[]): Promise<RecordSums> {
  const store = memoryStore(records.map((record, at) => buildStoredRecord(`r${at}`, record)));
  return sumOf(await store.summarize({}, []));
}

describe('spendingOf', () => {
  it('has the savings against both models, a request and in all', async () => {
    const { againstStrongest, againstDefault, perRequest } = spendingOf(
      await sumsOf([
        { costUsd: 1, defaultUsd: 2, strongestUsd: 4 },
        { costUsd: 2, defaultUsd: 2, strongestUsd: 8 },
        { costUsd: 3, defaultUsd: 2, strongestUsd: 3 },
        { costUsd: null, defaultUsd: null, strongestUsd: null },
      ]),
    );
    near(perRequest?.value, 2);
    near(againstStrongest.usd, 9);
    near(againstStrongest.perRequest?.value, 3);
    // scipy.stats.t.interval(.95, 2, 3, scipy.stats.sem([3, 6, 0]))
    near(againstStrongest.perRequest?.low, -4.452413135250995);
    near(againstStrongest.share?.value, 0.6);
    near(againstDefault.usd, 0);
  });

  it('counts failures into what a success cost, and what was thrown away into the cost', async () => {
    const ok = { costUsd: 2, wastedUsd: 1 };
    const outcome = { ...buildStoredRecord('x').outcome, status: 503 } as StoredRecord['outcome'];
    const spending = spendingOf(await sumsOf([ok, ok, ok, { ...ok, outcome }]));
    near(spending.perSuccess?.value, 8 / 3);
    assert.ok(spending.perSuccess !== undefined && spending.perSuccess.low < 8 / 3);
    near(spending.success?.value, 0.75);
    near(spending.wastedUsd, 4);
  });

  it('knows no means of nothing', async () => {
    const spending = spendingOf(await sumsOf([]));
    assert.equal(spending.perRequest, undefined);
    assert.equal(spending.perSuccess, undefined);
    assert.equal(spending.againstStrongest.share, undefined);
    assert.equal(spending.fallback, undefined);
  });
});

describe('the share saved', () => {
  it('covers the true share in 95 % of repetitions where both costs are of the same requests', () => {
    const random = randomNumbers(4);
    let covered = 0;
    for (let run = 0; run < 1_000; run += 1) {
      const sums = { ...sumOf([]) } as { -readonly [Name in keyof RecordSums]: number };
      for (let at = 0; at < 300; at += 1) {
        const strongest = -Math.log(1 - random());
        // Three of four requests go to a model at a tenth of the price.
        const cost = random() < 0.75 ? strongest / 10 : strongest;
        sums.priced += 1;
        sums.costUsd += cost;
        sums.strongestUsd += strongest;
        sums.costSquares += cost * cost;
        sums.strongestSquares += strongest * strongest;
        sums.strongestSavingSquares += (strongest - cost) ** 2;
      }
      const { share } = spendingOf(sums).againstStrongest;
      assert.ok(share !== undefined);
      if (share.low <= 0.675 && 0.675 <= share.high) covered += 1;
    }
    assert.ok(covered > 925 && covered < 975, String(covered));
  });
});

describe('savingAgainst', () => {
  it('is the difference of the means, times the requests that were routed', async () => {
    const control = await sumsOf([{ costUsd: 3 }, { costUsd: 5 }]);
    const routed = await sumsOf([{ costUsd: 1 }, { costUsd: 1 }, { costUsd: 4 }]);
    const saving = savingAgainst(control, routed);
    near(saving?.perRequest?.value, 2);
    near(saving?.usd, 6);
    near(saving?.share?.value, 0.5);
    assert.equal(savingAgainst(await sumsOf([{ costUsd: 1 }]), routed), undefined);
  });

  it('covers the true saving in 95 % of repetitions, as dollars and as a share', () => {
    const random = randomNumbers(9);
    // Costs are skewed: the mean of -ln u is 1.
    const draw = (count: number, scale: number): RecordSums => {
      const sums = { priced: count, costUsd: 0, costSquares: 0 };
      for (let at = 0; at < count; at += 1) {
        const cost = -scale * Math.log(1 - random());
        sums.costUsd += cost;
        sums.costSquares += cost * cost;
      }
      return { ...sumOf([]), ...sums };
    };
    let [usd, share] = [0, 0];
    for (let run = 0; run < 1_000; run += 1) {
      const saving = savingAgainst(draw(150, 4), draw(2_000, 1));
      const [a, b] = [saving?.perRequest, saving?.share];
      assert.ok(a !== undefined && b !== undefined);
      if (a.low <= 3 && 3 <= a.high) usd += 1;
      if (b.low <= 0.75 && 0.75 <= b.high) share += 1;
    }
    assert.ok(usd > 925 && usd < 975, `dollars: ${usd}`);
    assert.ok(share > 925 && share < 975, `share: ${share}`);
  });
});
