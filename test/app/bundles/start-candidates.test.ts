import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { openBundles, type Bundles } from '../../../src/app/bundles/start-bundles.js';
import { type Candidates, startCandidates } from '../../../src/app/bundles/start-candidates.js';
import { formatBundle } from '../../../src/bundle/bundle-file.js';
import { type BundleFolder, openBundleFolder } from '../../../src/bundle/bundle-folder.js';
import { loadRegistry } from '../../../src/config/load.js';
import type { Encoder } from '../../../src/embed/encoder.js';
import { compile } from '../../../src/router/compile/compile.js';
import type { StoredChallenge } from '../../../src/record/stored-record.js';
import { type Reloader, startReloading } from '../../../src/router/reload.js';
import { openRecordStore } from '../../../src/store/open-record-store.js';
import type { RecordStore } from '../../../src/store/record-store.js';
import { buildBundle, buildRoutesPart } from '../../support/build-bundle.js';
import { buildRecord } from '../../support/build-record.js';
import { buildStoredRecord } from '../../support/build-stored-record.js';
import { buildView } from '../../support/build-view.js';
import { eventually } from '../../support/eventually.js';
import { fakeEncoder } from '../../support/fake-encoder.js';
import { memoryLogger } from '../../support/memory-logger.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const REGISTRY = `
apiVersion: dragoman.dev/v1alpha1
kind: ModelPool
metadata: { name: pool }
spec: { default: small, models: [{ name: small, url: 'http://small:8000/v1' }, { name: large, url: 'http://large:8000/v1' }] }
---
apiVersion: dragoman.dev/v1alpha1
kind: Route
metadata: { name: pasta }
spec: { target: small, examples: [how to cook pasta, the best pasta sauce, pasta with tomatoes] }
---
apiVersion: dragoman.dev/v1alpha1
kind: Route
metadata: { name: array }
spec: { target: large, examples: [sort an array, an array of numbers, the length of the array] }
`;

describe('startCandidates', () => {
  const work = temporaryFolder();
  let folder: BundleFolder;
  let version: string;
  let encoder: Encoder;
  let store: RecordStore;
  let reloader: Reloader;
  let bundles: Bundles;
  let candidates: Candidates;
  let judged: Map<string, StoredChallenge>;
  let log: ReturnType<typeof memoryLogger>;
  const by = { by: 'test', reason: 'because' };

  beforeEach(async () => {
    const directory = mkdtempSync(join(work, 'registry-'));
    writeFileSync(join(directory, 'registry.yaml'), REGISTRY);
    const loaded = loadRegistry(directory);
    assert.ok(loaded.ok, JSON.stringify(loaded));
    const bundlesDirectory = join(directory, 'bundles');
    folder = openBundleFolder(bundlesDirectory);
    const routes = await buildRoutesPart(loaded.registry, { pasta: ['spaghetti', 'linguine', 'penne'] });
    const text = formatBundle(buildBundle({ routes }));
    version = text.version;
    await folder.write(text);
    encoder = fakeEncoder();
    log = memoryLogger();
    const { logger } = log;
    store = await openRecordStore('sqlite::memory:');
    reloader = startReloading(directory, await compile(loaded.registry, { encoder }), {
      beforeSwap: () => Promise.resolve(),
      onLoaded: () => undefined,
      onRefused: () => undefined,
      onWaiting: () => undefined,
      onError: () => undefined,
    });
    const terms = { requests: 3, agreement: 0.99 };
    const opened = await openBundles({ bundles: bundlesDirectory, promotion: terms, logger }, { encoder });
    assert.ok(opened);
    bundles = opened;
    const handle = { get: () => Promise.resolve(store), close: () => Promise.resolve() };
    judged = new Map();
    candidates = startCandidates({
      ...{ bundles, reloader, store: handle, terms, logger },
      onJudged: (decision, challenge) => judged.set(decision, challenge),
    });
  });
  afterEach(async () => {
    await candidates.stop();
    await reloader.stop();
    await store.close();
  });

  it('promotes a candidate that passes its gate, and rolls it back when quality falls', async () => {
    await folder.nominate(version, by);
    await eventually('the candidate', () => candidates.counts.candidate === version);
    assert.equal(reloader.current.bundle, undefined);
    for (const id of ['a', 'b', 'c']) {
      candidates.challenge(buildRecord(id), buildView({ lastUserText: 'cook pasta' }), reloader.current);
    }
    await eventually('the promotion', () => reloader.current.bundle?.version === version);
    assert.equal(candidates.counts.candidate, null);
    assert.deepEqual(judged.get('b'), {
      ...{ name: version, route: 'pasta', model: 'small' },
    });
    const promoted = (await folder.history()).at(-2);
    assert.deepEqual([promoted?.action, promoted?.by], ['promote', 'serve']);
    assert.match(
      promoted?.reason ?? '',
      /^3 requests judged, 100\.0 % alike; better on prompts held out: routes$/,
    );

    const at = promoted?.at ?? 0;
    const recordsOf = (name: string, when: number, status: (index: number) => number) =>
      Array.from({ length: 200 }, (_, index) =>
        buildStoredRecord(`${name}-${index}`, {
          at: when,
          outcome: {
            ...{
              status: status(index),
              model: 'small',
              flags: [],
              attempts: 1,
              inputTokens: 1,
              outputTokens: 1,
            },
            ...{ cachedTokens: null, timeToFirstByteMs: 1, totalMs: 1 },
          },
        }),
      );
    await store.append(recordsOf('before', at - 1_000, () => 200));
    await store.append(recordsOf('since', at + 1, (index) => (index % 4 === 0 ? 503 : 200)));
    await eventually('the rollback', () => reloader.current.bundle === undefined);
    const last = (await folder.history()).at(-1);
    assert.deepEqual([last?.action, last?.version, last?.by], ['rollback', null, 'serve']);
    assert.match(last?.reason ?? '', /^errors rose from 0\.0 % of 200 to 25\.0 % of 200/);
  });

  it('does not let a bundle judge that fits nothing of the registry', async () => {
    const { registry } = reloader.current;
    const other = await buildRoutesPart({ ...registry, routes: registry.routes.slice(1) });
    const text = formatBundle(buildBundle({ routes: other }));
    await folder.write(text);
    await folder.nominate(text.version, by);
    await eventually('the complaint', () =>
      log.lines.some((line) => line.includes('the candidate fits nothing')),
    );
    assert.equal(candidates.counts.candidate, null);
  });
});
