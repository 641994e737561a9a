import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { faultsNamed } from './all-faults.js';
import { runFault } from './run-fault.js';

/** A few seconds each; the others, and longer: `npm run test:faults`. */
const QUICK = ['dragoman-killed', 'model-killed'];

describe('under load, nothing is lost and nothing goes to a wrong model', () => {
  for (const fault of faultsNamed(QUICK)) {
    it(fault.name, async () => {
      const { figures } = await runFault(fault, { seconds: 2, perSecond: 20, calmSeconds: 1 });
      assert.ok(figures);
      const { bad, missing, odd, recoverySeconds } = figures;
      assert.deepEqual({ bad, missing }, { bad: { lost: 0, wrong: 0 }, missing: [] }, JSON.stringify(odd));
      assert.notEqual(recoverySeconds, null, 'it recovers');
    });
  }
});
