import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Fault } from '../fault.js';
import { isMet } from '../fault-results.js';
import { runFault } from '../run-fault.js';
import { configFlood } from './config-flood.js';
import { brokenDisk } from './disk.js';
import { outOfDescriptors } from './out-of-descriptors.js';
import { RESOURCE_FAULTS } from './resource-faults.js';
import { sharedCachePoisoned } from './shared-cache-poisoned.js';

const SECONDS = 2;
const SHORT: readonly Fault[] = [brokenDisk, outOfDescriptors, sharedCachePoisoned, configFlood];

describe('resource faults, for two seconds each', () => {
  for (const fault of SHORT) {
    it(`${fault.name} loses no request and routes none wrongly`, async (t) => {
      const result = await runFault(
        { ...fault, seconds: SECONDS },
        { seconds: SECONDS, perSecond: 15, calmSeconds: 1 },
      );
      t.diagnostic(result.leftOut ?? result.figures?.seen ?? '');
      assert.ok(isMet(result), JSON.stringify(result.figures));
    });
  }
});

describe('RESOURCE_FAULTS', () => {
  it('has names that are unique', () => {
    const names = RESOURCE_FAULTS.map(({ name }) => name);
    assert.equal(new Set(names).size, names.length);
  });
});
