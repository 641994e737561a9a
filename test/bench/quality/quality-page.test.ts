import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { qualityPage } from '../../../bench/quality/quality-page.js';
import { belowFloor } from '../../../bench/quality/report.js';
import type { Results } from '../../../bench/quality/results.js';
import { packageRoot } from '../../../src/package-root.js';

const RESULTS: Results = {
  startedAt: '2026-01-02T03:04:05.000Z',
  machine: { cpu: 'a processor', cores: 2, node: '20.19.0' },
  encoder: 'ab'.repeat(32),
  seconds: 60,
  suites: [
    {
      suite: 'A suite',
      about: 'What it is.',
      seconds: 60,
      tables: [{ title: 'by class', head: ['class', 'recall'], rows: [['a|b', '1.0']] }],
      figures: [
        { name: 'accuracy, %', value: 90, rows: 10, better: 'higher', aim: { floor: 95, goal: 97 } },
        { name: 'ECE', value: 0.01, rows: 10, better: 'lower', aim: { floor: 0.03, goal: 0.01 } },
      ],
    },
  ],
};

describe('belowFloor', () => {
  it('names the figures that are worse than their floor', () => {
    assert.deepEqual(belowFloor(RESULTS), ['A suite: accuracy, % is 90.0']);
  });
});

describe('qualityPage', () => {
  it('shows every figure with its verdict, and escapes the bars of cells', async () => {
    const text = await qualityPage(RESULTS, 'a.json', join(packageRoot, 'docs/quality.md'));
    assert.match(text, /accuracy, % \| 90\.0 +\| - +\| 95\.0 +\| 97\.0 +\| BELOW/);
    assert.match(text, /ECE +\| 0\.010 +\| - +\| 0\.030 +\| 0\.010 +\| goal/);
    assert.match(text, /a\\\|b/);
  });
});

describe('docs/quality.md', () => {
  it('holds the newest figures of bench/quality/results and nothing typed by hand', async () => {
    const page = join(packageRoot, 'docs/quality.md');
    const newest = readdirSync(join(packageRoot, 'bench/quality/results')).sort().at(-1) ?? '';
    const source = `bench/quality/results/${newest}`;
    const results = JSON.parse(readFileSync(join(packageRoot, source), 'utf8')) as Results;
    assert.equal(readFileSync(page, 'utf8'), await qualityPage(results, source, page));
  });
});
