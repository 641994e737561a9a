import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Results } from '../../../bench/results.js';
import { growthOf, type Mix, sizingOf, type Unit } from '../../../bench/scale/capacity.js';
import type { LoadFigure } from '../../../bench/scale/scale-figures.js';
import { scalePage } from '../../../bench/scale/scale-page.js';
import { packageRoot } from '../../../src/package-root.js';

function newest(): { readonly source: string; readonly results: Results } {
  const source = `bench/results/${readdirSync(join(packageRoot, 'bench/results')).sort().at(-1) ?? ''}`;
  return { source, results: JSON.parse(readFileSync(join(packageRoot, source), 'utf8')) as Results };
}

describe('docs/scale.md', () => {
  it('holds the newest figures of bench/results and nothing typed by hand', async () => {
    const page = join(packageRoot, 'docs/scale.md');
    const { source, results } = newest();
    const text = await scalePage(results, source, page);
    assert.equal(readFileSync(page, 'utf8'), text);
  });

  it('is not written from results of earlier runs', async () => {
    const { scale, ...earlier } = newest().results;
    assert.ok(scale !== undefined);
    assert.equal(await scalePage(earlier, 'earlier', join(packageRoot, 'docs/scale.md')), undefined);
  });
});

describe('the memory of a registry', () => {
  const load = (routes: number, examples: number, keptBytes: number): LoadFigure => ({
    ...{ routes, examples, keptBytes, registryBytes: 1, peakMiB: 1, wallMs: 1, cpuMs: 1 },
  });

  it('is told apart by routes and examples', () => {
    const kept = (routes: number, examples: number): LoadFigure =>
      load(routes, examples, 1_000_000 + 5_000 * routes + 2_000 * routes * examples);
    const { perRouteBytes, perExampleBytes } = growthOf({
      loads: [kept(20, 20), kept(20, 120), kept(120, 20), kept(120, 120)],
    });
    assert.ok(Math.abs(perRouteBytes - 5_000) < 1, String(perRouteBytes));
    assert.ok(Math.abs(perExampleBytes - 2_000) < 1, String(perExampleBytes));
  });
});

describe('the size of a fleet', () => {
  const unit: Unit = {
    ...{ baseMs: 1, envoyMs: 0.5, perKibMs: 0, fastMs: 0.5, recordMs: 0, recordBytes: 500, residentMiB: 250 },
    ...{ perRouteBytes: 0, perExampleBytes: 0, encoder: [{ tokens: 128, ms: 30 }] },
    scale: {
      ...{ startedAt: '', loads: [] },
      files: { perModel: 1, perRoute: 0, perTier: 1 },
      entries: { cachedDecision: 1, conversation: 1 },
      shared: { bytes: 1, writeUs: 1, readUs: 1 },
    },
  };
  const rules: Mix = { fast: 0, encoder: 0, tokens: 128 };

  it('follows the thread that is full first', () => {
    const [byRules, byEncoder] = [
      sizingOf(unit, rules, 3_000, 0),
      sizingOf(unit, { fast: 1, encoder: 0.2, tokens: 128 }, 3_000, 0),
    ];
    // 600 a second of a thread at 60 %; 30 ms for each fifth request are 100 a second.
    assert.equal(byRules.replicas, 5);
    assert.equal(byEncoder.replicas, 30);
    assert.ok(Math.abs(byRules.dragomanCores - 5) < 1e-9);
    assert.ok(Math.abs(byEncoder.lookupsPerSecond - 600) < 1e-9);
  });

  it('has two replicas at least', () => {
    const { replicas, memoryMiB } = sizingOf(unit, rules, 1, 50);
    assert.deepEqual([replicas, memoryMiB], [2, 600]);
  });
});
