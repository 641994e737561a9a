import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runSoak } from './run-soak.js';
import { firmGoals } from './trends.js';

describe('a soak of one minute', () => {
  it('loses nothing, routes nothing wrongly, drops no record and leaves nothing open', async (t) => {
    const results = await runSoak({
      ...{ minutes: 1, rate: 30, rows: 120, logs: 'soak-test' },
      say: (line) => {
        t.diagnostic(line);
      },
      keep: () => undefined,
    });
    assert.deepEqual(
      firmGoals(results).filter(({ met }) => !met),
      [],
      results.faults.join('\n'),
    );
    const { disturbances, fates } = results;
    assert.ok(fates.routed > 0 && fates.cancelled > 0, JSON.stringify(fates));
    assert.ok(disturbances.escalations > 0, 'no answer was escalated');
    assert.ok(disturbances.loads > 1, 'no registry was loaded again');
    assert.ok(disturbances.feedback.taken > 0, 'no feedback was taken');
    assert.ok(disturbances.events > 0, 'nobody heard of a decision');
  });
});
