import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { packageRoot } from '../../../src/package-root.js';
import { RESULTS_FILE } from './options.js';
import { PAGE_FILE, soakPage } from './soak-page.js';
import type { SoakResults } from './soak-results.js';

describe('docs/soak.md', () => {
  it('holds the figures of the last soak and nothing typed by hand', async () => {
    const page = join(packageRoot, PAGE_FILE);
    const results = JSON.parse(readFileSync(join(packageRoot, RESULTS_FILE), 'utf8')) as SoakResults;
    assert.equal(readFileSync(page, 'utf8'), await soakPage(results, page));
  });
});
