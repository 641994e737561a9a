import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Embedding } from '../../../src/embed/encoder.js';
import { fitHeads } from '../../../src/router/compile/fit-heads.js';
import type { VectorStore } from '../../../src/router/compile/vector-store.js';
import { BACKGROUND_TEXTS } from '../../../src/signals/routes/background-texts.js';
import { hashNgrams } from '../../../src/signals/hashed-ngrams.js';
import { scoreRoutes } from '../../../src/signals/routes/route-head.js';
import { buildModel, buildRegistry, buildRoute } from '../../support/build-registry.js';
import { fakeEncoder, hashWords } from '../../support/fake-encoder.js';

const models = [buildModel('large'), buildModel('small')] as const;

const routesOf = (each: number): ReturnType<typeof buildRoute>[] =>
  ['pasta', 'array', 'train', 'violin'].map((noun) => {
    const examples = Array.from({ length: each }, (_, at) => `ask about the ${noun} in the case ${at}`);
    return buildRoute(noun, 'small', { examples });
  });

/** A store in memory. */
function memoryStore(): VectorStore & { readonly kept: Map<string, Float32Array> } {
  const kept = new Map<string, Float32Array>();
  return {
    kept,
    find: (texts) =>
      Promise.resolve(
        new Map(
          texts.flatMap((text) => {
            const vector = kept.get(text);
            return vector === undefined ? [] : [[text, vector]];
          }),
        ),
      ),
    keep: (vectors) => {
      for (const [text, vector] of vectors) kept.set(text, vector);
      return Promise.resolve();
    },
  };
}

describe('fitHeads', () => {
  it('embeds only what the store does not hold, and keeps that', async () => {
    const store = memoryStore();
    const few = buildRegistry(models, routesOf(2));
    await fitHeads(few, { encoder: fakeEncoder(), store }, {});
    assert.equal(store.kept.size, BACKGROUND_TEXTS.length + 8);
    const encoder = fakeEncoder();
    const { index } = await fitHeads(buildRegistry(models, routesOf(3)), { encoder, store }, {});
    assert.deepEqual([typeof index, encoder.asked.length], ['object', 4]);
    assert.equal(store.kept.size, BACKGROUND_TEXTS.length + 12);
  });

  it('keeps what was embedded before the time was over', async () => {
    const store = memoryStore();
    let asked = 0;
    const embed = (text: string): Promise<Embedding> => {
      asked += 1;
      return Promise.resolve(
        asked > 10 ? { ok: false, failure: 'late' } : { ok: true, vector: hashWords(text), microseconds: 1 },
      );
    };
    const { index } = await fitHeads(
      buildRegistry(models, routesOf(2)),
      { encoder: { ...fakeEncoder(), embed }, store },
      {},
    );
    assert.deepEqual([index, store.kept.size], ['down', 10]);
  });

  it('gives every thread of the encoder a text', async () => {
    let running = 0;
    let most = 0;
    const embed = async (text: string): Promise<Embedding> => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      return { ok: true, vector: hashWords(text), microseconds: 1 };
    };
    const encoder = { ...fakeEncoder(), threads: 3, embed };
    const { vectors } = await fitHeads(buildRegistry(models, routesOf(5)), { encoder }, {});
    assert.deepEqual([most, vectors.size], [3, BACKGROUND_TEXTS.length + 20]);
  });

  it('fits many examples in a thread, to heads that score as its own thread would', async () => {
    const registry = buildRegistry(models, routesOf(130));
    const { index, fast, fastStandsIn } = await fitHeads(registry, { encoder: fakeEncoder() }, {});
    assert.ok(typeof index === 'object' && fast !== undefined && fastStandsIn);
    assert.deepEqual(fast.head.layers.ngrams, index.layers.ngrams);
    const text = 'a question about my violin';
    const { routes } = scoreRoutes(index, { ngrams: hashNgrams(text), vector: hashWords(text) });
    assert.equal(routes[0]?.route, 'violin');
  });

  it('ends its thread when it is told to', async () => {
    const registry = buildRegistry(models, routesOf(130));
    const stop = new AbortController();
    const reason = new Error('the server stops');
    const fitting = fitHeads(registry, {}, { signal: stop.signal });
    setTimeout(() => {
      stop.abort(reason);
    }, 20);
    await assert.rejects(fitting, reason);
  });
});
