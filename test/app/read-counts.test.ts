import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { followNames } from '../../src/app/registry/follow-names.js';
import { type CountingParts, readCounts } from '../../src/app/read-counts.js';
import { watchLoad } from '../../src/app/requests/watch-load.js';
import type { WriterCounts } from '../../src/record/record-writer.js';
import type { MetricReader } from '../../src/telemetry/metrics/metric-readers.js';
import { memoryLogger } from '../support/memory-logger.js';
import { buildCascade, buildModel, buildRegistry, buildRoute } from '../support/build-registry.js';

const WRITER: WriterCounts = {
  ...{ waiting: 4, written: 90, failing: false },
  dropped: { full: 7, refused: 1, ended: 0 },
};

const REGISTRY = buildRegistry(
  [buildModel('small'), buildModel('large'), buildModel('new')],
  [buildRoute('plain', 'small'), buildRoute('tiers', 'small', { cascade: buildCascade(['small', 'large']) })],
);

const QUIET: CountingParts = {
  reloader: {
    current: { registry: REGISTRY },
    status: { loads: 3, refusals: 2, loadedAt: 1_700_000_000_500, problems: [], error: 'waits' },
  },
  recording: { recorder: { waiting: 5 }, tracing: { counts: undefined }, records: undefined },
  memory: {
    counters: {
      ...{ llmRouter: undefined, decisionCache: undefined, sharedCache: undefined, stickiness: undefined },
    },
  },
  load: watchLoad({ logger: memoryLogger().logger, isOn: false }),
  cascades: {
    counts: { open: 1, routes: {} },
    healthNow: (model) => (model === 'new' ? 'unknown' : model === 'small' ? 'healthy' : 'unhealthy'),
  },
  shadows: { counts: { sent: 0, unsent: 0, compared: 0, incomparable: 0, waiting: 0 } },
  candidates: undefined,
};

/** What is read, as `key a=b` to its value. */
function read(reader: MetricReader): Readonly<Record<string, number>> {
  const seen: Record<string, number> = {};
  reader((key, value, labels) => {
    const names = Object.entries(labels ?? {}).map(([name, label]) => ` ${name}=${String(label)}`);
    seen[`${key}${names.join('')}`] = value;
  });
  return seen;
}

describe('readCounts', () => {
  it('tells how the registry in service came to be there', () => {
    const seen = read(readCounts(QUIET));
    assert.equal(seen[`registryInfo version=${REGISTRY.version}`], 1);
    assert.equal(seen['registryLoads'], 3);
    assert.equal(seen['registryRefusals'], 2);
    assert.equal(seen['registryPending'], 1);
    assert.equal(seen['registryLoadedAt'], 1_700_000_000.5);
    assert.deepEqual([seen['registryRoutes'], seen['registryModels']], [2, 3]);
  });

  it('tells which models are up, as far as that is known, and which cascades thrash', () => {
    const seen = read(readCounts(QUIET));
    assert.deepEqual([seen['modelUp model=small'], seen['modelUp model=large']], [1, 0]);
    assert.equal(seen['modelUp model=new'], undefined);
    assert.equal(seen['thrashing route=tiers'], 0);
    assert.equal(seen['thrashing route=plain'], undefined);
  });

  it('tells nothing of what is switched off', () => {
    const keys = Object.keys(read(readCounts(QUIET)));
    for (const off of ['cacheLookups', 'shared', 'llmQuestions', 'conversations', 'bundleInfo', 'written']) {
      assert.equal(
        keys.some((key) => key.startsWith(off)),
        false,
        off,
      );
    }
  });

  it('tells what caches, conversations and the small model did', () => {
    const llmRouter = {
      ...{ asked: 4, answered: 3, cached: 2, tokens: 900, share: 0.07, breakerOpen: true },
      failures: { late: 1, down: 0, budget: 0, breaker: 6, unclear: 0, absent: 0 },
    };
    const counters = {
      llmRouter,
      decisionCache: { hits: 10, nearHits: 2, misses: 7, evictions: 1 },
      sharedCache: {
        lookups: { hit: 5, miss: 4, late: 3, failed: 2, refused: 1, spared: 6 },
        writes: { written: 9, failed: 8, dropped: 7 },
        ...{ reads: true, takes: false },
      },
      stickiness: { kept: 8, switched: 3, evictions: 0 },
    };
    const seen = read(readCounts({ ...QUIET, memory: { counters } }));
    assert.equal(seen['cacheLookups lookup=hit'], 10);
    assert.equal(seen['cacheLookups lookup=near_hit'], 2);
    assert.equal(seen['cacheLookups lookup=miss'], 5);
    assert.deepEqual(
      [seen['sharedLookups shared_lookup=late'], seen['sharedWrites shared_write=dropped']],
      [3, 7],
    );
    assert.deepEqual([seen['sharedCacheUp shared_use=read'], seen['sharedCacheUp shared_use=write']], [1, 0]);
    assert.equal(seen['conversations turn=switched'], 3);
    assert.equal(seen['llmQuestions answer=breaker'], 6);
    assert.deepEqual([seen['llmBreaker'], seen['llmShare']], [1, 0.07]);
  });

  it('tells what waits, was written and was lost', () => {
    const recording: CountingParts['recording'] = {
      recorder: { waiting: 5 },
      tracing: {
        counts: { exported: 60, failed: 2, dropped: 3, queued: 1, held: 0, kept: {}, dull: 0, letGo: 0 },
      },
      records: {
        counts: {
          ...{ records: WRITER, feedback: WRITER, comparisons: { ...WRITER, failing: true } },
          prompts: { waiting: 6, bytes: 4096, dropped: { busy: 1, full: 2, unredacted: 3 } },
        },
      },
    };
    const seen = read(readCounts({ ...QUIET, recording }));
    assert.equal(seen['queueLength queue=outcomes'], 5);
    assert.equal(seen['written queue=spans'], 60);
    assert.equal(seen['dropped queue=spans loss=full'], 3);
    assert.equal(seen['dropped queue=records loss=full'], 7);
    assert.equal(seen['dropped queue=prompts loss=unredacted'], 3);
    assert.equal(seen['storeFailing queue=comparisons'], 1);
    assert.equal(seen['promptBytes'], 4096);
  });

  it('tells of bundles, challenges and shadows', () => {
    const counts = {
      ...{ active: 'b1', candidate: 'b2' },
      challenger: { scored: 9, agreed: 7, dropped: 1, failed: 2, byRoute: {} },
    };
    const shadows = { sent: 4, unsent: 1, compared: 2, incomparable: 1, waiting: 1 };
    const seen = read(readCounts({ ...QUIET, candidates: { counts }, shadows: { counts: shadows } }));
    assert.equal(seen['bundleInfo role=candidate version=b2'], 1);
    assert.equal(seen['challenges challenge=differed'], 2);
    assert.equal(seen['dropped queue=challenges loss=busy'], 1);
    assert.equal(seen['dropped queue=shadows loss=no_room'], 1);
    assert.equal(seen['queueLength queue=shadows'], 1);
  });
});

describe('followNames', () => {
  it('tells the names once for each registry, at a request or at a scrape', () => {
    const reloader = { current: { registry: REGISTRY } };
    const served: string[][] = [];
    const readers: (() => void)[] = [];
    const follow = followNames(reloader, {
      serve: ({ routes, models, aliases }) => served.push([...routes, ...models, ...aliases]),
      readFrom: (reader) => readers.push(() => read(reader)),
    });
    follow();
    assert.deepEqual(served, [['plain', 'tiers', 'small', 'large', 'new', 'auto']]);
    reloader.current = {
      registry: buildRegistry([buildModel('small')], [buildRoute('other', 'small')]),
    };
    for (const at of readers) at();
    follow();
    assert.deepEqual(served.slice(1), [['other', 'small', 'auto']]);
  });
});
