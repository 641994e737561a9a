import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { dataUnavailable } from '../../src/lab/data-folder.js';
import { bytesOfRecord } from '../../src/record/stored-record.js';
import { createCleanUp } from '../support/clean-up.js';
import { sendTraffic } from '../support/send-traffic.js';
import { startStack } from '../support/stack.js';
import { storedRecords } from '../support/stored-records.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { TRAFFIC_REGISTRY } from '../support/traffic-registry.js';

const missing = dataUnavailable();
if (missing !== undefined) console.log(`\n!!! SKIPPING the records of recorded traffic. ${missing}\n`);

const REQUESTS = 150;

describe('the records of recorded traffic', { skip: missing ?? false }, () => {
  const url = `sqlite:${join(temporaryFolder(), 'records.db')}`;

  it('are one a request, and fit together', async () => {
    const cleanUp = createCleanUp();
    try {
      const stack = await startStack({ registry: TRAFFIC_REGISTRY, flags: ['--records', url] });
      cleanUp.add(() => stack.stop());
      const answers = await sendTraffic(stack.url, REQUESTS);
      await stack.dragoman().stop(20_000);
      const records = await storedRecords(url);
      assert.deepEqual(
        records.map(({ id }) => id).sort(),
        answers.map(({ decision }) => decision ?? 'undecided').sort(),
      );
      for (const record of records) {
        assert.ok(record.prompt.messages !== null && record.conversation !== null, record.id);
        assert.ok(bytesOfRecord(record) < 80_000);
        assert.equal(record.outcome?.status, 200);
        const isRouted = record.arm === 'routed' && record.model === record.routedModel;
        assert.ok(isRouted || record.arm !== 'routed', record.id);
        assert.ok(record.propensity > 0 && record.propensity <= 1);
      }
      const arms = new Set(records.map(({ arm }) => arm));
      assert.deepEqual([...arms].sort(), ['control', 'explored', 'routed']);
    } finally {
      await cleanUp.run();
    }
  });
});
