/** A worker thread that publishes a registry again and again, as fast as a reader can follow; tells once the first is there. */
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { mountRegistry } from './mounted-registry.js';

const { folder, files } = workerData as { folder: string; files: Readonly<Record<string, string>> };

const mounted = await mountRegistry(folder, files);
parentPort?.postMessage('mounted');
for (;;) {
  await mounted.swap(files);
  await sleep(5);
}
