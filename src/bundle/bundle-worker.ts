/** The entry of a thread that reads one bundle. */
import { parentPort, workerData } from 'node:worker_threads';
import { openBundleFolder } from './bundle-folder.js';
import type { BundleRequest } from './load-bundle.js';

const { directory, version, expected } = workerData as BundleRequest;
const read = await openBundleFolder(directory).read(version, expected);
parentPort?.postMessage(read, buffersOf(read));

/** The memory of all arrays in a value: handed over, not copied, so that the thread that serves need not stop for it. */
function buffersOf(value: unknown, found = new Set<ArrayBuffer>()): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer) found.add(value.buffer);
  } else if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value)) buffersOf(part, found);
  }
  return [...found];
}
