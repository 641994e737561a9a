import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import type { Hints } from '../../src/config/hints.js';
import type { DriftReport } from '../../src/lab/drift/find-drift.js';
import type { StoredRecord } from '../../src/record/stored-record.js';
import { openRecordStore } from '../../src/store/open-record-store.js';
import { buildStoredRecord } from '../support/build-stored-record.js';
import { dragoman } from '../support/dragoman.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const DAY = 86_400_000;
const UNTIL = '2026-03-01T00:00:00Z';
const PLACES = ['Oslo', 'Rome', 'Lima', 'Cairo', 'Quito', 'Delhi', 'Seoul', 'Dakar', 'Paris', 'Tunis'];

const REGISTRY = `apiVersion: dragoman.dev/v1alpha1
kind: ModelPool
metadata: {name: pool}
spec:
  default: large
  models:
    - {name: small, url: http://small.example/v1, model: s, price: {input: 1, output: 1}}
    - {name: large, url: http://large.example/v1, model: l, price: {input: 2, output: 2}}
---
apiVersion: dragoman.dev/v1alpha1
kind: Route
metadata: {name: smalltalk}
spec:
  examples: ["hello there", "good morning", "how are you today", "thanks a lot", "nice to meet you"]
  target: small
`;

/** Small talk for four weeks, then train journeys as well, which no route covers. */
function fiveWeeks(): StoredRecord[] {
  const since = Date.parse(UNTIL) - 35 * DAY;
  return Array.from({ length: 1_400 }, (_, index) => {
    const at = since + index * 2_160_000;
    const isNew = index >= 1_120 && index % 2 === 0;
    const place = PLACES[(index / 2) % PLACES.length] ?? 'Bern';
    const text = isNew ? `Which train takes me to ${place}?` : `hello, how are you ${index % 40}`;
    const record = buildStoredRecord(`r${index}`, {
      at,
      margin: 0.6 + (index % 10) / 30,
      prompt: { ...buildStoredRecord('x').prompt, messages: [{ role: 'user', text }] },
    });
    return isNew ? { ...record, route: null, reason: 'out_of_scope', margin: 0.1 } : record;
  });
}

describe('dragoman drift', () => {
  const folder = temporaryFolder();
  const url = `sqlite:${join(folder, 'records.db')}`;
  const registry = join(folder, 'registry.yaml');
  const hints = join(folder, 'hints.json');
  writeFileSync(registry, REGISTRY);

  before(async () => {
    const store = await openRecordStore(url);
    await store.append(fiveWeeks());
    await store.close();
  });

  const flags = ['--records', url, '--until', UNTIL];

  it('finds what moved, and a route for what is new, which check accepts', () => {
    const ran = dragoman(['drift', registry, ...flags, '--hints', hints]);
    assert.equal(ran.status, 3, ran.stderr);
    const report = JSON.parse(ran.stdout) as DriftReport;
    const found = report.findings.map(({ route, metric }) => `${route ?? 'all'} ${metric}`);
    for (const wanted of ['all out_of_scope', 'all margin', 'all distance', 'smalltalk margin']) {
      assert.ok(found.includes(wanted), `${wanted} in ${found.join(', ')}`);
    }
    assert.deepEqual([report.reference.records, report.window.records], [1_120, 280]);
    const [cluster, ...others] = report.clusters;
    assert.ok(cluster !== undefined);
    assert.deepEqual(others, []);
    assert.equal(cluster.distinct, PLACES.length);
    assert.ok(cluster.words.includes('train'));
    assert.equal(cluster.nearest?.route, 'smalltalk');
    const extended = join(folder, 'extended.yaml');
    writeFileSync(extended, `${REGISTRY}---\n${cluster.document}`);
    const checked = dragoman(['check', extended]);
    assert.equal(checked.stdout.replace(/version.*/, ''), 'valid: 2 models, 2 routes, 15 examples, \n');
  });

  it('writes hints for the routes that decay, and keeps them until the registry changes', () => {
    const first = JSON.parse(readFileSync(hints, 'utf8')) as Hints;
    assert.deepEqual(Object.keys(first.routes), ['smalltalk']);
    assert.ok(first.routes['smalltalk']?.why.includes('margin'));
    const quiet = ['--records', url, '--until', '2026-02-20', '--texts', '0', '--hints', hints];
    assert.equal(dragoman(['drift', registry, ...quiet]).status, 0);
    const kept = JSON.parse(readFileSync(hints, 'utf8')) as Hints;
    assert.deepEqual(kept.routes, first.routes);
    writeFileSync(registry, REGISTRY.replace('nice to meet you', 'see you soon'));
    assert.equal(dragoman(['drift', registry, ...quiet]).status, 0);
    assert.deepEqual((JSON.parse(readFileSync(hints, 'utf8')) as Hints).routes, {});
  });

  it('works without a registry, by what the records hold', () => {
    const ran = dragoman(['drift', ...flags, '--window', '3d', '--baseline', '14d']);
    const report = JSON.parse(ran.stdout) as DriftReport;
    assert.deepEqual([report.texts, report.clusters], [0, []]);
    assert.equal(report.window.records, 120);
  });

  it('refuses what it cannot understand', () => {
    const broken = join(folder, 'broken.json');
    writeFileSync(broken, '{}');
    const wrong: readonly (readonly [readonly string[], number, RegExp])[] = [
      [[], 2, /needs --records URL/],
      [[...flags, '--hints', hints], 2, /--hints needs DIR/],
      [[...flags, '--window', '2026-04-01'], 2, /must lie before --until/],
      [[...flags, '--window', '7'], 2, /--window is "7", must be like .* did you mean "7d"\?/],
      [[...flags, '--alpha', '0'], 2, /--alpha is "0"/],
      [[registry, ...flags, '--texts', '0', '--hints', broken], 1, /the hints must be/],
    ];
    for (const [argv, code, message] of wrong) {
      const { status, stderr } = dragoman(['drift', ...argv]);
      assert.equal(status, code, stderr);
      assert.match(stderr, message);
    }
  });
});
