import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { packageRoot } from '../../../src/package-root.js';
import { RESULTS_FILE } from './options.js';
import { overloadPage, PAGE_FILE } from './overload-page.js';
import type { OverloadResults } from './overload-results.js';

describe('docs/overload.md', () => {
  it('holds the figures of the last run and nothing typed by hand', async () => {
    const page = join(packageRoot, PAGE_FILE);
    const results = JSON.parse(readFileSync(join(packageRoot, RESULTS_FILE), 'utf8')) as OverloadResults;
    assert.equal(readFileSync(page, 'utf8'), await overloadPage(results, page));
  });
});
