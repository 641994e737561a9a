import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { performancePage } from '../../bench/performance-page.js';
import type { Results } from '../../bench/results.js';
import { packageRoot } from '../../src/package-root.js';

describe('docs/performance.md', () => {
  it('holds the newest figures of bench/results and nothing typed by hand', async () => {
    const page = join(packageRoot, 'docs/performance.md');
    const text = readFileSync(page, 'utf8');
    const newest = readdirSync(join(packageRoot, 'bench/results')).sort().at(-1) ?? '';
    const source = `bench/results/${newest}`;
    assert.ok(existsSync(join(packageRoot, source)), source);
    const results = JSON.parse(readFileSync(join(packageRoot, source), 'utf8')) as Results;
    assert.equal(text, await performancePage(results, source, page));
  });
});
