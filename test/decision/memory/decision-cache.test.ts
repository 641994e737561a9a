import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inspect } from 'node:util';
import { cacheTraits } from '../../../src/decision/memory/cache-traits.js';
import {
  type CacheQuestion,
  DecisionCache,
  type DecisionCacheOptions,
} from '../../../src/decision/memory/decision-cache.js';
import { buildHead, buildView } from '../../support/build-view.js';

interface Found {
  readonly route: string;
}

const QUESTION: CacheQuestion = { version: 'v1', tenant: 'acme', text: 'Where is my parcel?', traits: ['x'] };

function createCache(changes: Partial<DecisionCacheOptions> = {}): DecisionCache<Found> {
  return new DecisionCache({ ttlMs: 1000, entries: 100, perTenant: true, ...changes });
}

/** A unit vector at this angle, in degrees. */
function towards(degrees: number): Float32Array {
  const angle = (degrees * Math.PI) / 180;
  return Float32Array.of(Math.cos(angle), Math.sin(angle));
}

describe('DecisionCache', () => {
  it('finds the same text again, whatever its case, spaces and Unicode form', () => {
    const cache = createCache();
    assert.equal(cache.get(cache.keyOf(QUESTION)), undefined);
    cache.put(cache.keyOf(QUESTION), { route: 'delivery' });
    for (const text of ['Where is my parcel?', ' where  is\nMY parcel? ', 'Ｗhere is my parcel?']) {
      assert.deepEqual(cache.get(cache.keyOf({ ...QUESTION, text })), { route: 'delivery' }, text);
    }
    assert.deepEqual(cache.counts, { hits: 3, nearHits: 0, misses: 1, evictions: 0 });
  });

  it('keeps versions, traits and tenants apart', () => {
    const cache = createCache();
    cache.put(cache.keyOf(QUESTION), { route: 'delivery' }, towards(0));
    const others: readonly Partial<CacheQuestion>[] = [
      { version: 'v2' },
      { traits: ['y'] },
      { traits: ['x', undefined] },
      { tenant: 'other' },
      { tenant: undefined },
      { text: 'Where is my parcel' },
    ];
    for (const change of others) {
      assert.equal(cache.get(cache.keyOf({ ...QUESTION, ...change })), undefined, JSON.stringify(change));
    }
  });

  it('shares between tenants only when told to', () => {
    const cache = createCache({ perTenant: false });
    cache.put(cache.keyOf(QUESTION), { route: 'delivery' });
    assert.ok(cache.get(cache.keyOf({ ...QUESTION, tenant: 'other' })));
  });

  it('forgets after its time, exact and near', () => {
    let time = 0;
    const cache = createCache({ minCosine: 0.9, now: () => time });
    const key = cache.keyOf(QUESTION);
    cache.put(key, { route: 'delivery' }, towards(0));
    time = 1000;
    assert.equal(cache.get(key), undefined);
    assert.equal(cache.nearest(key, towards(0)), undefined);
  });

  it('takes a near duplicate within the bound, and the nearest of several', () => {
    const cache = createCache({ minCosine: Math.cos(Math.PI / 18) });
    cache.put(cache.keyOf(QUESTION), { route: 'delivery' }, towards(0));
    cache.put(cache.keyOf({ ...QUESTION, text: 'And my money?' }), { route: 'refund' }, towards(12));
    const key = cache.keyOf({ ...QUESTION, text: 'Where is the parcel?' });
    assert.deepEqual(cache.nearest(key, towards(4)), { route: 'delivery' });
    assert.deepEqual(cache.nearest(key, towards(8)), { route: 'refund' });
    assert.equal(cache.nearest(key, towards(30)), undefined);
    assert.equal(cache.nearest(key, Float32Array.of(NaN, NaN)), undefined);
    assert.equal(cache.nearest(key, Float32Array.of(1, 0, 0)), undefined);
    assert.equal(cache.counts.nearHits, 2);
  });

  it('has no near duplicates across tenants, traits and versions, or without a bound', () => {
    const cache = createCache({ minCosine: 0.9 });
    cache.put(cache.keyOf(QUESTION), { route: 'delivery' }, towards(0));
    for (const change of [{ tenant: 'other' }, { traits: [] }, { version: 'v2' }]) {
      assert.equal(cache.nearest(cache.keyOf({ ...QUESTION, ...change }), towards(0)), undefined);
    }
    const exact = createCache();
    exact.put(exact.keyOf(QUESTION), { route: 'delivery' }, towards(0));
    assert.equal(exact.nearest(exact.keyOf(QUESTION), towards(0)), undefined);
  });

  it('keeps the newest vectors, and starts anew with those of another encoder', () => {
    const cache = createCache({ minCosine: 0.99 });
    const key = cache.keyOf(QUESTION);
    for (let at = 0; at <= 512; at += 1) cache.put(key, { route: String(at) }, towards(at === 0 ? 0 : 90));
    assert.equal(cache.nearest(key, towards(0)), undefined, 'the oldest is gone');
    cache.put(key, { route: 'wide' }, Float32Array.of(0, 0, 1));
    assert.equal(cache.nearest(key, towards(90)), undefined);
    assert.deepEqual(cache.nearest(key, Float32Array.of(0, 0, 1)), { route: 'wide' });
  });

  it('is bounded, and holds no text', () => {
    const cache = createCache({ entries: 3 });
    for (const text of ['one secret', 'two secret', 'three secret', 'four secret']) {
      cache.put(cache.keyOf({ ...QUESTION, text }), { route: 'x' });
    }
    assert.equal(cache.counts.evictions, 1);
    assert.doesNotMatch(inspect(cache, { depth: 10, showHidden: true }), /secret|acme/);
    assert.notEqual(cache.keyOf(QUESTION).exact, createCache().keyOf(QUESTION).exact, 'a key a process');
  });
});

describe('cacheTraits', () => {
  it('tells apart what a decision may depend on', () => {
    const view = buildView();
    const plain = JSON.stringify(cacheTraits(view));
    const others = [
      buildView({ endpoint: 'messages' }),
      buildView({ model: 'fast' }),
      buildView({ responseFormat: 'json_object' }),
      buildView({ tools: [{ name: 'f', description: '' }] }),
      buildView({ toolCalls: 1 }),
      buildView({ images: 1 }),
      buildView({ turns: 2 }),
      buildView({ languages: [{ script: 'Cyrillic', share: 1 }] }),
      buildView({ tokenEstimate: 1000 }),
    ];
    for (const other of others) assert.notEqual(JSON.stringify(cacheTraits(other)), plain);
    assert.equal(JSON.stringify(cacheTraits(buildView({ tokenEstimate: 9 }))), plain);
    const tiered = buildView({ head: buildHead({ 'x-tier': 'gold' }) });
    assert.equal(JSON.stringify(cacheTraits(tiered)), plain);
    assert.notDeepEqual(cacheTraits(tiered, ['x-tier']), cacheTraits(view, ['x-tier']));
  });
});
