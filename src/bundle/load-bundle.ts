import { Worker } from 'node:worker_threads';
import { ok, type Result } from '../errors.js';
import type { FitExpectation } from '../heads/fitted-file.js';
import { placeRouteHead } from '../signals/routes/place-route-head.js';
import type { Bundle, RouteHeads } from './bundle.js';

export interface BundleRequest {
  readonly directory: string;
  readonly version: string;
  readonly expected: FitExpectation;
}

/**
 * Reads a bundle of a folder in a thread that ends with its work: to unpack and check one of megabytes takes longer than a
 * request may wait. Its matrices are put where scoring is fast.
 */
export async function loadBundle(request: BundleRequest): Promise<Result<Bundle>> {
  const thread = new Worker(new URL('./bundle-worker.js', import.meta.url), {
    workerData: request,
    name: 'bundle',
    execArgv: [],
  });
  const read = await new Promise<Result<Bundle>>((resolve, reject) => {
    thread.once('message', resolve);
    thread.once('error', reject);
    thread.once('exit', () => {
      reject(new Error('the thread that reads a bundle ended early'));
    });
  });
  return read.ok ? ok(placeBundle(read.value)) : read;
}

/** The same bundle with its matrices where scoring is fast. */
export function placeBundle(bundle: Bundle): Bundle {
  const { routes } = bundle;
  return routes === undefined
    ? bundle
    : { ...bundle, routes: { ...routes, heads: placeHeads(routes.heads) } };
}

/** The same heads with their matrices where scoring is fast: those that were read have no such place yet. */
export function placeHeads({ index, fast, sameText }: RouteHeads): RouteHeads {
  return {
    index: index && placeRouteHead(index),
    fast: { ...fast, head: placeRouteHead(fast.head) },
    sameText,
  };
}
