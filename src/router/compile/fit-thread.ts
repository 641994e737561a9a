import { Worker } from 'node:worker_threads';
import { createPace, type Pace } from '../../heads/pace.js';
import { placeRouteHead } from '../../signals/routes/place-route-head.js';
import type { EmbeddedExamples } from '../../signals/routes/route-examples.js';
import type { FitJob, FitSet, FittedHeads } from './fit-job.js';

/** Texts with their vectors one after another, in memory that threads share. */
export interface PackedExamples {
  readonly texts: readonly string[];
  readonly values: Float32Array<SharedArrayBuffer>;
  /** Numbers of a vector; 0 without vectors. */
  readonly dimensions: number;
}

export interface PackedSet {
  readonly routes: readonly (PackedExamples & { readonly route: string; readonly not: PackedExamples })[];
  readonly background: PackedExamples;
}

/** A {@link FitJob} as a thread gets it: thousands of single arrays would take long to send. */
export interface PackedJob extends Omit<FitJob, 'full' | 'fast'> {
  readonly full?: PackedSet;
  readonly fast: PackedSet;
}

/**
 * Fits in a thread that ends with its work, so that requests are decided meanwhile as if nothing happened.
 *
 * @param signal ends the thread: the promise then rejects with the signal's reason
 */
export async function fitInThread(job: FitJob, signal?: AbortSignal): Promise<FittedHeads> {
  const pace = createPace(signal);
  const { full, fast, ...rest } = job;
  const packed: PackedJob = {
    ...rest,
    ...(full && { full: await packSet(full, pace) }),
    fast: await packSet(fast, pace),
  };
  const heads = await runThread(packed, signal);
  return {
    ...heads,
    index: heads.index && placeRouteHead(heads.index),
    fast: { ...heads.fast, head: placeRouteHead(heads.fast.head) },
  };
}

async function runThread(workerData: PackedJob, signal: AbortSignal | undefined): Promise<FittedHeads> {
  signal?.throwIfAborted();
  const thread = new Worker(new URL('./fit-worker.js', import.meta.url), {
    workerData,
    name: 'fit',
    execArgv: [],
  });
  const stop = (): void => void thread.terminate();
  signal?.addEventListener('abort', stop);
  try {
    return await new Promise<FittedHeads>((resolve, reject) => {
      thread.once('message', resolve);
      thread.once('error', reject);
      thread.once('exit', () => {
        reject(
          signal?.reason instanceof Error
            ? signal.reason
            : new Error('the thread that fits heads ended early'),
        );
      });
    });
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

async function packSet({ routes, background }: FitSet, pace: Pace): Promise<PackedSet> {
  const packed: PackedSet['routes'][number][] = [];
  for (const { route, not, ...examples } of routes) {
    await pace();
    packed.push({ route, ...pack(examples), not: pack(not ?? { texts: [], vectors: [] }) });
  }
  return { routes: packed, background: pack(background) };
}

function pack({ texts, vectors }: EmbeddedExamples): PackedExamples {
  const dimensions = vectors[0]?.length ?? 0;
  const bytes = vectors.length * dimensions * Float32Array.BYTES_PER_ELEMENT;
  const values = new Float32Array(new SharedArrayBuffer(bytes));
  for (const [at, vector] of vectors.entries()) values.set(vector.subarray(0, dimensions), at * dimensions);
  return { texts, values, dimensions };
}

/** What {@link fitInThread} packed. */
export function unpackSet({ routes, background }: PackedSet): FitSet {
  return {
    routes: routes.map(({ route, not, ...examples }) => ({ route, ...unpack(examples), not: unpack(not) })),
    background: unpack(background),
  };
}

function unpack({ texts, values, dimensions }: PackedExamples): EmbeddedExamples {
  const vectors = texts.map((_, at) => values.subarray(at * dimensions, (at + 1) * dimensions));
  return { texts, vectors: dimensions === 0 ? [] : vectors };
}
