import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { observeEncoder } from '../../../src/app/instruments/observe-encoder.js';
import type { Embedding, Encoder } from '../../../src/embed/encoder.js';
import type { MetricReader } from '../../../src/telemetry/metrics/metric-readers.js';

describe('observeEncoder', () => {
  it('tells what became of each text, and how many wait', async () => {
    const settle: ((embedding: Embedding) => void)[] = [];
    const inner: Encoder = {
      ...{ dimensions: 3, checksum: 'abc', threads: 2 },
      embed: () => new Promise((resolve) => settle.push(resolve)),
      close: () => Promise.resolve(),
    };
    const seen: boolean[] = [];
    const readers: MetricReader[] = [];
    const encoder = observeEncoder(inner, {
      embedded: ({ ok }, seconds) => seen.push(ok && seconds >= 0),
      readFrom: (reader) => readers.push(reader),
    });
    const read = (): Record<string, number> => {
      const values: Record<string, number> = {};
      for (const reader of readers) reader((key, value) => (values[key] = value));
      return values;
    };
    assert.deepEqual([encoder.dimensions, encoder.checksum, encoder.threads], [3, 'abc', 2]);
    const embeddings = Array.from({ length: 5 }, () => encoder.embed('text', 100));
    assert.deepEqual(read(), { encoderThreads: 2, encoderQueue: 3 });
    for (const [at, done] of settle.entries()) {
      done(
        at === 0
          ? { ok: false, failure: 'late' }
          : { ok: true, vector: new Float32Array(3), microseconds: 1 },
      );
    }
    await Promise.all(embeddings);
    assert.deepEqual(seen, [false, true, true, true, true]);
    assert.deepEqual(read(), { encoderThreads: 2, encoderQueue: 0 });
    await encoder.close();
  });
});
