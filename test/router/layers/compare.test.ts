import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { clearnessOf, type Found } from '../../../src/decision/comparison.js';
import { DecisionCache } from '../../../src/decision/memory/decision-cache.js';
import type { Compared } from '../../../src/router/layers/compare.js';
import { LlmRouter } from '../../../src/router/llm/llm-router.js';
import type { Snapshot } from '../../../src/router/snapshot.js';
import type { RouteScores } from '../../../src/signals/routes/route-scores.js';
import { createCleanUp } from '../../support/clean-up.js';
import { type FakeEncoder, fakeEncoder } from '../../support/fake-encoder.js';
import { startScriptedUpstream } from '../../support/scripted-upstream.js';
import { compareText, compileBookings, withFastExits } from '../booking-snapshot.js';

const PLAIN = 'book a table at the restaurant';
const TWO_WISHES = 'book a table for two and then write python code';

const layersOf = ({ signals }: Compared): string[] => signals.map(({ name }) => name);

const cacheOf = (perTenant = true): DecisionCache<Found> =>
  new DecisionCache<Found>({ ttlMs: 60_000, entries: 10, perTenant });

function scoresOf({ comparison }: Compared): RouteScores {
  assert.ok(comparison.ok, JSON.stringify(comparison));
  return comparison.scores;
}

describe('compare', () => {
  let encoder: FakeEncoder;
  let snapshot: Snapshot;
  let fitted = 0;
  const embedded = (): readonly string[] => encoder.asked.slice(fitted);

  before(async () => {
    encoder = fakeEncoder();
    snapshot = await compileBookings(encoder);
  });
  beforeEach(() => {
    encoder.failWith(undefined);
    fitted = encoder.asked.length;
  });

  describe('with a cache', () => {
    it('asks the encoder once for the same question', async () => {
      const memory = { cache: cacheOf() };
      const first = await compareText(PLAIN, snapshot, memory);
      const second = await compareText(`  ${PLAIN.toUpperCase()} `, snapshot, memory);
      assert.deepEqual(layersOf(first), ['cache', 'fast', 'similarity']);
      assert.deepEqual(layersOf(second), ['cache']);
      assert.deepEqual(second.comparison, { ...first.comparison, layer: 'cache' });
      assert.deepEqual(embedded(), [PLAIN]);
    });

    it('keeps tenants apart, unless the policy lets them share', async () => {
      const ask = async (perTenant: boolean): Promise<unknown[]> => {
        const memory = { cache: cacheOf(perTenant) };
        await compareText(PLAIN, snapshot, memory, { 'x-tenant-id': 'one' });
        const other = await compareText(PLAIN, snapshot, memory, { 'x-tenant-id': 'two' });
        const same = await compareText(PLAIN, snapshot, memory, { 'x-tenant-id': 'one' });
        return [other, same].map(({ comparison }) => comparison.ok && comparison.layer);
      };
      assert.deepEqual(await ask(true), ['similarity', 'cache']);
      assert.deepEqual(await ask(false), ['cache', 'cache']);
    });

    it('forgets what the fast head said in place of a late encoder, and a failure', async () => {
      const memory = { cache: cacheOf() };
      encoder.failWith('late');
      const { comparison } = await compareText(PLAIN, snapshot, memory);
      assert.ok(comparison.ok);
      assert.deepEqual([comparison.layer, comparison.standsInFor], ['fast', 'late']);
      const unready = { ...snapshot, fastStandsIn: false };
      assert.deepEqual((await compareText(PLAIN, unready, memory)).comparison, {
        ok: false,
        failure: 'late',
      });
      encoder.failWith(undefined);
      assert.deepEqual(layersOf(await compareText(PLAIN, snapshot, memory)), ['cache', 'fast', 'similarity']);
    });

    it('keeps nothing of a request without text', async () => {
      const memory = { cache: cacheOf() };
      for (let turn = 0; turn < 2; turn += 1) {
        const { comparison } = await compareText(' \n', snapshot, memory);
        assert.deepEqual(comparison, { ok: false, failure: 'no_text' });
      }
      assert.deepEqual(memory.cache.counts, { hits: 0, nearHits: 0, misses: 0, evictions: 0 });
    });
  });

  describe('with a fast head that is sure', () => {
    it('spares the encoder', async () => {
      const compared = await compareText(PLAIN, withFastExits(snapshot));
      assert.deepEqual([layersOf(compared), embedded()], [['fast'], []]);
      assert.equal(scoresOf(compared).routes[0]?.route, 'table');
    });

    it('reads a prompt of several parts with the encoder all the same', async () => {
      for (const text of [TWO_WISHES, 'Not about python code, book a table for two.']) {
        const compared = await compareText(text, withFastExits(snapshot));
        assert.deepEqual(layersOf(compared), ['fast', 'similarity'], text);
        assert.equal(compared.comparison.ok && compared.comparison.layer, 'similarity');
      }
    });
  });

  describe('with several clauses', () => {
    it('takes out what the prompt refuses', async () => {
      for (const text of [
        'Not about python code, book a table for two.',
        'This is not about my python code. Book a restaurant for tonight.',
      ]) {
        const [first, second] = scoresOf(await compareText(text, snapshot)).routes;
        assert.deepEqual([first?.route, second?.route], ['table', 'code'], text);
        assert.ok((second?.probability ?? 1) < 0.01, text);
      }
    });

    it('reports both wishes, and the more demanding one decides in either order', async () => {
      for (const text of [TWO_WISHES, 'write python code and then book a table for two']) {
        const scores = scoresOf(await compareText(text, snapshot));
        assert.deepEqual([...(scores.intents ?? [])].sort(), ['code', 'table'], text);
        const clearness = clearnessOf(snapshot.plan, scores);
        assert.equal(clearness.kind === 'clear' && clearness.route.name, 'code');
      }
    });

    it('embeds three clauses at most', async () => {
      await compareText(
        `${'write python code and then book a table for two. Also '.repeat(6)}fix it.`,
        snapshot,
      );
      assert.ok(embedded().length >= 1 && embedded().length <= 3, String(embedded().length));
    });
  });

  describe('with a small model to ask', () => {
    const cleanUp = createCleanUp();
    let llm: LlmRouter;
    let asked = 0;
    let status = 200;
    // Everything is in doubt: no lead is large enough.
    const inDoubt = (): Snapshot => ({
      ...snapshot,
      plan: { ...snapshot.plan, margin: 0.999, onLowMargin: 'llm' },
    });

    before(async () => {
      const upstream = await startScriptedUpstream((request, response) => {
        request.resume().on('end', () => {
          asked += 1;
          response.writeHead(status).end('{"choices":[{"message":{"content":"B"}}]}');
        });
      });
      cleanUp.add(() => {
        upstream.close();
      });
      const port = Number(new URL(upstream.url).port);
      llm = new LlmRouter({
        ...{ model: 'judge', address: { host: '127.0.0.1', port }, deadlineMs: 10_000 },
        ...{ maxShare: 1, tokensPerMinute: 1e6, examples: 2 },
      });
      cleanUp.add(() => {
        llm.close();
      });
    });
    after(() => cleanUp.run());
    beforeEach(() => {
      asked = 0;
      status = 200;
    });

    it('asks it in doubt only', async () => {
      assert.ok(!layersOf(await compareText(PLAIN, snapshot, { llm })).includes('llm'));
      const compared = await compareText(PLAIN, inDoubt(), { llm });
      assert.deepEqual(layersOf(compared), ['fast', 'similarity', 'llm']);
      assert.deepEqual([compared.comparison.ok && compared.comparison.layer, asked], ['llm', 1]);
      assert.equal(scoresOf(compared).routes[0]?.route, 'code', 'the second candidate');
    });

    it('keeps the heads’ scores when it fails, and asks again the next time', async () => {
      const memory = { llm, cache: cacheOf() };
      status = 500;
      const text = 'book a table for my python';
      const failed = await compareText(text, inDoubt(), memory);
      assert.deepEqual(layersOf(failed), ['cache', 'fast', 'similarity', 'llm']);
      assert.equal(failed.comparison.ok && failed.comparison.layer, 'similarity');
      status = 200;
      const answered = await compareText(text, inDoubt(), memory);
      assert.equal(answered.comparison.ok && answered.comparison.layer, 'llm');
      assert.deepEqual(layersOf(await compareText(text, inDoubt(), memory)), ['cache']);
    });

    it('does not ask it twice about nearly the same', async () => {
      const memory = {
        llm,
        cache: new DecisionCache<Found>({ ttlMs: 60_000, entries: 10, perTenant: true, minCosine: 0.8 }),
      };
      await compareText('reserve a table at my favourite restaurant', inDoubt(), memory);
      assert.equal(asked, 1);
      const near = await compareText('reserve a table at our favourite restaurant', inDoubt(), memory);
      assert.deepEqual([near.comparison.ok && near.comparison.layer, asked], ['cache', 1]);
    });
  });
});
