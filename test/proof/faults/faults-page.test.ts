import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { packageRoot } from '../../../src/package-root.js';
import { ALL_FAULTS } from './all-faults.js';
import type { FaultResults } from './fault-results.js';
import { faultsPage, PAGE_FILE } from './faults-page.js';
import { RESULTS_FILE } from './options.js';

const RESULTS = JSON.parse(readFileSync(join(packageRoot, RESULTS_FILE), 'utf8')) as FaultResults;

describe(PAGE_FILE, () => {
  it('is what the figures give, and holds nothing typed by hand', async () => {
    const page = join(packageRoot, PAGE_FILE);
    assert.equal(readFileSync(page, 'utf8'), await faultsPage(RESULTS, page));
  });

  it('tells of no fault that there is no longer', () => {
    const names = new Set(ALL_FAULTS.map(({ name }) => name));
    assert.deepEqual(
      RESULTS.faults.map(({ name }) => name).filter((name) => !names.has(name)),
      [],
    );
  });
});
