import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runQuality } from '../../../bench/quality/run-quality.js';
import { runSuiteInThread } from '../../../bench/quality/suite-thread.js';
import { dataUnavailable } from '../../../src/lab/data-folder.js';

const missing = dataUnavailable();
if (missing !== undefined) console.log(`\n!!! SKIPPING a suite in a thread. ${missing}\n`);

describe('runQuality', () => {
  it('refuses a suite that is unknown, and names the known ones', async () => {
    const refused = /there is no suite pi; the suites are clinc, .*pii/;
    await assert.rejects(
      runQuality(['pii', 'pi'], () => undefined),
      refused,
    );
  });
});

describe('runQuality, with the data', { skip: missing ?? false }, () => {
  it('runs a suite in a thread and tells when it begins and ends', async () => {
    const said: string[] = [];
    const { suites } = await runQuality(['pii'], (text) => said.push(text));
    assert.deepEqual(
      suites.map(({ suite }) => suite),
      ['Personal data'],
    );
    assert.match(said.join('; '), /^pii; pii: done in \d+ s$/);
  });
});

describe('runSuiteInThread', { skip: missing ?? false }, () => {
  it('fails as the embedding fails, and ends the thread', async () => {
    const embed = (): Promise<never> => Promise.reject(new Error('no encoder'));
    await assert.rejects(runSuiteInThread('hard-cases', { embed, say: () => undefined }), /no encoder/);
  });
});
