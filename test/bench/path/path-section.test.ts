import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { PATH_TARGETS } from '../../../bench/path/path-figures.js';
import { performancePage } from '../../../bench/performance-page.js';
import type { Results } from '../../../bench/results.js';
import { packageRoot } from '../../../src/package-root.js';
import { madeUpCell, madeUpPath } from './made-up-path.js';

const path = madeUpPath(
  PATH_TARGETS.map((target) =>
    madeUpCell({ round: 0, load: 2048, target, p50Us: 1500, envoyCpuMs: 20, serverCpuMs: 30 }),
  ),
);

const results: Results = {
  startedAt: '2026-01-01T00:00:00.000Z',
  machine: { cpu: 'x', cores: 2, memoryGiB: 4, loadBefore: 0, loadAfter: 2, node: '20', envoy: '1.40.0' },
  settings: {
    ...{ warmUpSeconds: 1, rounds: 2, perSecond: 50, pacedSeconds: 2 },
    ...{ connections: 32, saturatedSeconds: 2, records: 500 },
  },
};

function pageOf(more: Partial<Results>): Promise<string> {
  return performancePage({ ...results, ...more }, 'x.json', join(packageRoot, 'docs/performance.md'));
}

describe('the page of the path', () => {
  it('tells what was missed first, then ratios, then figures of the machine', async () => {
    const page = await pageOf({ path });
    const heads = [
      'that were missed',
      'that were met',
      'Ratios of the',
      'Figures of this machine',
      'How it is',
    ];
    const places = heads.map((head) => page.indexOf(head));
    assert.ok(!places.includes(-1), String(places));
    assert.deepEqual(
      places,
      [...places].sort((a, b) => a - b),
    );
    assert.match(page, /\| 2 KB +\| escalated +\|/);
  });

  it('says so when the recorded traffic was not there', async () => {
    const page = await pageOf({ path: { ...path, traceMissing: 'no folder' } });
    assert.match(page, /recorded traffic was not there/);
    assert.doesNotMatch(page, /\| mixed/);
  });

  it('leaves the path out where it was not measured', async () => {
    assert.doesNotMatch(await pageOf({}), /Ratios of the whole path|undefined/);
  });
});
