import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Encoder } from '../../src/embed/encoder.js';
import { createEncoderPool, type EncoderPoolOptions } from '../../src/embed/encoder-pool.js';
import type { EncoderEvent } from '../../src/embed/worker-slot.js';
import { DragomanError } from '../../src/errors.js';
import { modelDirectory, withModelCopy } from './model-folder.js';

const PATIENCE_MS = 60_000;
const STAND_IN = new URL('./stand-in-worker.js', import.meta.url);

interface Watched {
  readonly encoder: Encoder;
  readonly events: readonly EncoderEvent[];
  /** Resolves at the next event of this kind. */
  readonly next: (kind: EncoderEvent['kind']) => Promise<unknown>;
}

async function withPool(
  options: Partial<EncoderPoolOptions>,
  use: (pool: Watched) => Promise<void>,
): Promise<void> {
  const events: EncoderEvent[] = [];
  const bus = new EventEmitter();
  const encoder = await createEncoderPool({
    directory: modelDirectory,
    workers: 1,
    queue: 4,
    workerUrl: STAND_IN,
    onEvent: (event) => {
      events.push(event);
      bus.emit(event.kind);
    },
    ...options,
  });
  try {
    await use({ encoder, events, next: (kind) => once(bus, kind) });
  } finally {
    await encoder.close();
  }
}

async function outcome(encoder: Encoder, text: string, deadlineMs = PATIENCE_MS): Promise<string> {
  const embedding = await encoder.embed(text, deadlineMs);
  return embedding.ok ? 'embedded' : embedding.failure;
}

describe('createEncoderPool', () => {
  it('answers every text that fits the queue', async () => {
    await withPool({ workers: 2, queue: 50 }, async ({ encoder }) => {
      const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => outcome(encoder, `text ${n}`)));
      assert.deepEqual(new Set(answers), new Set(['embedded']));
    });
  });

  it('answers busy at once when the queue is full, and works again afterwards', async () => {
    await withPool({ queue: 1 }, async ({ encoder }) => {
      const running = outcome(encoder, 'slow');
      const waiting = outcome(encoder, 'waits');
      assert.equal(await Promise.race([running, outcome(encoder, 'one too many')]), 'busy');
      assert.deepEqual(await Promise.all([running, waiting]), ['embedded', 'embedded']);
      assert.equal(await outcome(encoder, 'afterwards'), 'embedded');
    });
  });

  it('answers late when the deadline passes, and drops the text if it still waits', async () => {
    await withPool({ queue: 1 }, async ({ encoder }) => {
      const running = outcome(encoder, 'slow', 5);
      assert.equal(await outcome(encoder, 'crash', 5), 'late');
      assert.equal(await running, 'late');
      // Had the dropped text reached the thread, this one would find it crashed.
      assert.equal(await outcome(encoder, 'next'), 'embedded');
    });
  });

  it('answers busy at once when recent texts took too long for the deadline, but only to texts that must wait', async () => {
    await withPool({}, async ({ encoder }) => {
      await outcome(encoder, 'claims 1 s');
      const running = outcome(encoder, 'slow');
      const patient = outcome(encoder, 'waits');
      assert.equal(await Promise.race([running, outcome(encoder, 'impatient', 50)]), 'busy');
      assert.deepEqual(await Promise.all([running, patient]), ['embedded', 'embedded']);
      assert.equal(await outcome(encoder, 'idle thread', 500), 'embedded');
    });
  });

  it('answers late to a deadline that has passed already', async () => {
    await withPool({}, async ({ encoder }) => {
      assert.equal(await outcome(encoder, 'text', 0), 'late');
      assert.equal(await outcome(encoder, 'text', Number.NaN), 'late');
    });
  });

  it('answers down for the text of a crashed thread and for the waiting ones, and replaces the thread', async () => {
    await withPool({}, async ({ encoder, events, next }) => {
      const again = next('crashed').then(() => next('ready'));
      const answers = await Promise.all([outcome(encoder, 'crash'), outcome(encoder, 'waits')]);
      assert.deepEqual(answers, ['down', 'down']);
      assert.equal(await outcome(encoder, 'while it is down'), 'down');
      await again;
      assert.equal(await outcome(encoder, 'afterwards'), 'embedded');
      const crash = events.find((event) => event.kind === 'crashed');
      assert.deepEqual(crash, { kind: 'crashed', message: 'crashed on demand', restartMilliseconds: 100 });
    });
  });

  it('waits longer before each restart that follows a crash at once', async () => {
    await withPool({}, async ({ encoder, events, next }) => {
      for (let round = 0; round < 3; round++) {
        const again = next('crashed').then(() => next('ready'));
        await outcome(encoder, 'crash');
        await again;
      }
      const waits = events.flatMap((event) => (event.kind === 'crashed' ? [event.restartMilliseconds] : []));
      assert.deepEqual(waits, [100, 200, 400]);
    });
  });

  it('keeps serving on the other thread while one is down', async () => {
    await withPool({ workers: 2 }, async ({ encoder }) => {
      assert.equal(await outcome(encoder, 'crash'), 'down');
      assert.equal(await outcome(encoder, 'next'), 'embedded');
    });
  });

  it('answers down when the model fails on a text, and keeps the thread', async () => {
    await withPool({}, async ({ encoder, events }) => {
      assert.equal(await outcome(encoder, 'fail'), 'down');
      assert.equal(await outcome(encoder, 'next'), 'embedded');
      assert.deepEqual(events.slice(1), [{ kind: 'failed', message: 'failed on demand' }]);
    });
  });

  it('leaves a thread behind that hangs, and replaces it', async () => {
    await withPool({ hangFloorMs: 50 }, async ({ encoder, next }) => {
      const again = next('hung').then(() => next('ready'));
      assert.equal(await outcome(encoder, 'hang', 5), 'late');
      await again;
      assert.equal(await outcome(encoder, 'next'), 'embedded');
    });
  });

  it('leaves one hanging thread behind at a time, and goes on when it has ended', async () => {
    await withPool({ hangFloorMs: 50 }, async ({ encoder, events, next }) => {
      for (let round = 0; round < 2; round++) {
        const again = next('hung').then(() => next('ready'));
        assert.equal(await outcome(encoder, 'hang', 5), 'late');
        await again;
      }
      assert.equal(await outcome(encoder, 'next'), 'embedded');
      const left = events.flatMap((event) => (event.kind === 'hung' ? [event.leftBehind] : []));
      assert.deepEqual(left, [1, 2]);
    });
  });
});

describe('close', () => {
  it('lets the running text end, fails the waiting ones, and answers down from then on', async () => {
    await withPool({}, async ({ encoder }) => {
      const running = outcome(encoder, 'slow');
      const waiting = outcome(encoder, 'waits');
      const closed = encoder.close();
      assert.equal(await waiting, 'down');
      assert.equal(await running, 'embedded');
      await closed;
      assert.equal(await outcome(encoder, 'afterwards'), 'down');
      assert.equal(encoder.close(), closed);
    });
  });

  it('does not wait for a thread that hangs', async () => {
    await withPool({ hangFloorMs: 50 }, async ({ encoder }) => {
      const running = outcome(encoder, 'hang', 5);
      await encoder.close();
      assert.equal(await running, 'late');
    });
  });

  it('frees the real model while texts run and wait', async () => {
    const encoder = await createEncoderPool({ directory: modelDirectory, workers: 2, queue: 8 });
    const answers = Array.from({ length: 8 }, (_, n) =>
      outcome(encoder, `a text of some length ${n} `.repeat(30)),
    );
    await encoder.close();
    const seen = await Promise.all(answers);
    assert.deepEqual(seen.slice(0, 2), ['embedded', 'embedded']);
    assert.deepEqual(new Set(seen.slice(2)), new Set(['down']));
  });
});

describe('an encoder that does not load', () => {
  async function refusal(directory: string): Promise<string> {
    const error = await createEncoderPool({ directory, workers: 2, queue: 1 }).then(
      async (encoder) => {
        await encoder.close();
        return assert.fail('it loaded');
      },
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof DragomanError);
    assert.equal(error.code, 'encoder_invalid');
    assert.doesNotMatch(error.message, /\n/);
    return error.message;
  }

  it('is refused when the model gives another shape than the manifest says', async () => {
    await withModelCopy(async (directory) => {
      const path = join(directory, 'manifest.json');
      await writeFile(path, (await readFile(path, 'utf8')).replace('"dimensions": 384', '"dimensions": 512'));
      assert.match(await refusal(directory), /gives 384 numbers a token, the manifest says 512/);
    });
  });

  it('is refused when the model file is not a model', async () => {
    await withModelCopy(async (directory) => {
      const path = join(directory, 'manifest.json');
      const manifest = JSON.parse(await readFile(path, 'utf8')) as { files: Record<string, unknown> };
      manifest.files['model'] = manifest.files['tokenizer'];
      delete manifest.files['staticTable'];
      await writeFile(path, JSON.stringify(manifest));
      assert.match(await refusal(directory), /does not load: .+; restore the folder/);
    });
  });
});
