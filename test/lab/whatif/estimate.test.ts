import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { estimate, ESTIMATORS, type Estimator } from '../../../src/lab/whatif/estimate.js';
import type { LoggedChoice } from '../../../src/lab/whatif/logged-choice.js';
import { mean } from '../../../src/lab/metrics/mean.js';
import { simulateLog, TRUTH } from './simulated-log.js';

const LOGS = 200;

const choice = (changes: Partial<LoggedChoice>): LoggedChoice => ({
  ...{ cluster: 'c', action: 'a', propensity: 1, reward: 0, target: new Map([['a', 1]]), covered: 1 },
  context: { group: 'g', features: [] },
  ...changes,
});

/** Each choice in a conversation of its own. */
const alone = (choices: readonly LoggedChoice[]): LoggedChoice[] =>
  choices.map((one, at) => ({ ...one, cluster: String(at) }));

const BLOCK = [
  choice({ propensity: 0.5, reward: 1 }),
  choice({ action: 'b', propensity: 0.5, reward: 1 }),
  choice({ reward: 0.5 }),
  choice({}),
];

const small = alone([
  ...Array.from({ length: 100 }, () => BLOCK).flat(),
  ...Array.from({ length: 3 }, () => choice({ propensity: 0.5, reward: 1 })),
]);

describe('estimates off policy', () => {
  it('agree with what is computed by hand', async () => {
    const { values, logged } = await estimate(small);
    assert.ok(values !== null);
    // Weights 2, 0, 1, 1 and 2 of the extra ones: sum of w r is 250 + 6, of w 400 + 6.
    assert.equal(values.ips.value.value, 256 / 403);
    assert.ok(Math.abs(values.snips.value.value - 256 / 406) < 1e-12);
    assert.ok(Math.abs(logged.value - 253 / 403) < 1e-12);
    assert.ok(Math.abs(values.ips.gain.value - 3 / 403) < 1e-12);
  });

  it('have the standard error of a mean where every conversation has one request', async () => {
    const { values } = await estimate(small);
    const terms = small.map(({ action, propensity, reward }) => (action === 'a' ? reward / propensity : 0));
    const average = mean(terms);
    const variance = terms.reduce((sum, term) => sum + (term - average) ** 2, 0) / (terms.length - 1);
    const error = Math.sqrt(variance / terms.length);
    assert.ok(Math.abs((values?.ips.value.standardError ?? 0) - error) < 1e-12);
  });

  it('do not take the same conversation told twice for more evidence', async () => {
    const once = await estimate(small);
    const twice = await estimate(small.flatMap((one) => [one, one]));
    for (const name of ESTIMATORS) {
      const [a, b] = [once.values?.[name].value, twice.values?.[name].value];
      assert.ok(a !== undefined && b !== undefined);
      assert.ok(Math.abs(a.standardError / b.standardError - 1) < 0.02, name);
    }
  });

  it('are the log itself for the policy that was served', async () => {
    const served = simulateLog({ conversations: 300, explored: 0, control: 0 }, 5).map((one) => ({
      ...one,
      target: new Map([[one.action, 1]]),
      covered: 1,
    }));
    const { values, logged } = await estimate(served);
    for (const name of ESTIMATORS) {
      assert.ok(Math.abs((values?.[name].value.value ?? 0) - logged.value) < 1e-9, name);
      assert.ok(Math.abs(values?.[name].gain.standardError ?? 1) < 1e-9, name);
    }
  });

  it('keep to a limit on the weights', async () => {
    const { values, overlap } = await estimate(small, { clip: 1.5 });
    assert.deepEqual(overlap.clipped, { at: 1.5, requests: 103 });
    assert.equal(values?.ips.value.value, (103 * 1.5 + 50) / 403);
  });
});

describe('estimates off policy over simulated logs', () => {
  const world = { conversations: 500, explored: 0.3, control: 0.05 };
  const found: Record<Estimator, { value: number; covers: boolean }[]> = { ips: [], snips: [], dr: [] };
  const run = (async () => {
    for (let seed = 1; seed <= LOGS; seed += 1) {
      const { values } = await estimate(simulateLog(world, seed));
      assert.ok(values !== null);
      for (const name of ESTIMATORS) {
        const { value, low, high } = values[name].value;
        found[name].push({ value, covers: low <= TRUTH && TRUTH <= high });
      }
    }
  })();
  const spreadOf = (name: Estimator): number => {
    const values = found[name].map(({ value }) => value);
    const average = mean(values);
    return Math.sqrt(mean(values.map((value) => (value - average) ** 2)));
  };

  for (const name of ESTIMATORS) {
    it(`${name} is right on average`, async () => {
      await run;
      const average = mean(found[name].map(({ value }) => value));
      assert.ok(Math.abs(average - TRUTH) < (3 * spreadOf(name)) / Math.sqrt(LOGS), String(average));
    });

    it(`${name} says how far off it may be: 95 % of its intervals hold the truth`, async () => {
      await run;
      const share = mean(found[name].map(({ covers }) => (covers ? 1 : 0)));
      // Three standard errors of a share over 200 logs.
      assert.ok(Math.abs(share - 0.95) < 0.046, String(share));
    });
  }

  it('steadies with a reward model: doubly robust varies less than ips', async () => {
    await run;
    assert.ok(spreadOf('dr') < 0.8 * spreadOf('ips'), `${spreadOf('dr')} against ${spreadOf('ips')}`);
  });
});
