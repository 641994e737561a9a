import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { Found } from '../../../src/decision/comparison.js';
import { createKeyedHash } from '../../../src/decision/memory/keyed-hash.js';
import { SharedFindings } from '../../../src/router/replicas/shared-findings.js';
import type { TextCache } from '../../../src/router/replicas/text-cache.js';
import { eventually } from '../../support/eventually.js';

const FOUND: Found = {
  ...{ ok: true, layer: 'similarity' },
  scores: { routes: [{ route: 'code', probability: 0.9 }], outOfScope: 0.1 },
};
const knows = (route: string): boolean => route === 'code';

/** A server that does as it is told. */
class ScriptedCache implements TextCache {
  isReady = true;
  /** `hang`: no answer until {@link release}. */
  mood: 'well' | 'hang' | 'fail' | 'full' = 'well';
  readonly texts = new Map<string, string>();
  readonly asked: string[] = [];
  readonly ttls: number[] = [];
  #release: (() => void)[] = [];

  release(): void {
    for (const go of this.#release.splice(0)) go();
  }

  async #act(): Promise<void> {
    if (this.mood === 'hang') await new Promise<void>((resolve) => this.#release.push(resolve));
    if (this.mood === 'fail') throw new Error('the line is cut');
  }

  async get(key: string): Promise<string | undefined> {
    this.asked.push(key);
    await this.#act();
    return this.texts.get(key);
  }

  async add(key: string, text: string, ttlMs: number): Promise<void> {
    await this.#act();
    if (this.mood === 'full') throw new Error('no room');
    this.ttls.push(ttlMs);
    if (!this.texts.has(key)) this.texts.set(key, text);
  }
}

interface Bench {
  readonly cache: ScriptedCache;
  readonly shared: SharedFindings;
  readonly told: readonly string[];
}

function open(options: { readonly deadlineMs?: number; readonly pauseMs?: number } = {}): Bench {
  const cache = new ScriptedCache();
  const told: string[] = [];
  const shared = new SharedFindings(cache, {
    ...{ hash: createKeyedHash('k'), secret: 's', deadlineMs: 60_000, pauseMs: 0, ...options },
    onChange: (state, why) => told.push(`${state}: ${why}`),
  });
  return { cache, shared, told };
}

const settled = (): Promise<void> => pause(1);

describe('SharedFindings', () => {
  it('gives to one replica what another found, for as long as it holds', async () => {
    const { cache, shared } = open();
    assert.equal(await shared.find('q', knows), undefined);
    shared.put('q', FOUND, 300_000);
    await settled();
    const told = await shared.find('q', knows);
    assert.deepEqual(told?.found, FOUND);
    assert.ok(Math.abs(Date.now() - told.at) < 60_000);
    assert.deepEqual(cache.ttls, [300_000]);
    assert.deepEqual(cache.asked, ['dragoman:1:q', 'dragoman:1:q']);
    const { lookups, writes } = shared.counts;
    assert.deepEqual([lookups.hit, lookups.miss, writes.written], [1, 1, 1]);
  });

  it('refuses what is none of ours, and asks on', async () => {
    const { cache, shared, told } = open();
    for (let at = 0; at < 9; at += 1) {
      cache.texts.set('dragoman:1:q', `{"route":"cheap","number":${at}}`);
      assert.equal(await shared.find('q', knows), undefined);
    }
    assert.equal(shared.counts.lookups.refused, 9);
    assert.deepEqual(told, ['reached: ']);
  });

  it('ends the wait at the deadline, and asks nobody after five late answers', async () => {
    const { cache, shared, told } = open({ deadlineMs: 1, pauseMs: 60_000 });
    cache.mood = 'hang';
    for (let at = 0; at < 8; at += 1) assert.equal(await shared.find('q', knows), undefined);
    assert.equal(cache.asked.length, 5);
    assert.deepEqual([shared.counts.lookups.late, shared.counts.lookups.spared], [5, 3]);
    assert.deepEqual(told.slice(1), ['lost: five answers in a row took longer than 1 ms']);
    assert.equal(shared.counts.reads, false);
    cache.release();
  });

  it('takes an answer that came while this thread was busy', async () => {
    const { shared } = open({ deadlineMs: 1 });
    shared.put('q', FOUND, 1_000);
    await settled();
    const asked = shared.find('q', knows);
    const end = performance.now() + 20;
    while (performance.now() < end);
    assert.deepEqual((await asked)?.found, FOUND);
  });

  it('comes back by itself, and says so once', async () => {
    const { cache, shared, told } = open();
    cache.mood = 'fail';
    for (let at = 0; at < 7; at += 1) await shared.find('q', knows);
    cache.mood = 'well';
    await shared.find('q', knows);
    await shared.find('q', knows);
    assert.deepEqual(told, ['reached: ', 'lost: the line is cut', 'reached: ']);
  });

  it('asks nobody while there is no connection', async () => {
    const { cache, shared, told } = open();
    cache.isReady = false;
    shared.tell('nobody listens there');
    assert.equal(await shared.find('q', knows), undefined);
    shared.put('q', FOUND, 1_000);
    assert.deepEqual(cache.asked, []);
    assert.deepEqual([shared.counts.lookups.spared, shared.counts.writes.dropped], [1, 1]);
    cache.isReady = true;
    shared.tell('');
    assert.deepEqual(told, ['lost: nobody listens there', 'reached: ']);
  });

  it('reads on from a server that takes nothing', async () => {
    const { cache, shared, told } = open({ pauseMs: 60_000 });
    shared.put('q', FOUND, 1_000);
    await settled();
    cache.mood = 'full';
    for (let at = 0; at < 9; at += 1) {
      shared.put(`more-${at}`, FOUND, 1_000);
      await settled();
    }
    assert.deepEqual((await shared.find('q', knows))?.found, FOUND);
    const { reads, takes, writes } = shared.counts;
    assert.deepEqual([reads, takes, writes.failed, writes.dropped], [true, false, 5, 4]);
    assert.deepEqual(told.slice(-1), ['lost: no room']);
  });

  it('lets no more than 256 wait, of either kind', async () => {
    const { cache, shared } = open();
    cache.mood = 'hang';
    const asked = Array.from({ length: 300 }, () => shared.find('q', knows));
    for (let at = 0; at < 300; at += 1) shared.put(`q-${at}`, FOUND, 1_000);
    assert.deepEqual([shared.counts.lookups.spared, shared.counts.writes.dropped], [44, 44]);
    cache.mood = 'well';
    cache.release();
    await Promise.all(asked);
    await eventually('the writes end', () => shared.counts.writes.written === 256);
  });
});
