/** A worker thread that loads a registry again and again until it is told to stop; then tells how often, and what was wrong. */
import { setImmediate } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { loadRegistry } from '../../src/config/load.js';
import { formatProblem } from '../../src/config/problem.js';

const stop = new AbortController();
parentPort?.once('message', () => {
  stop.abort();
});
const faults: string[] = [];
let loads = 0;
do {
  const result = loadRegistry(workerData as string);
  loads += 1;
  if (!result.ok) faults.push(...result.problems.map(formatProblem));
  await setImmediate();
} while (!stop.signal.aborted);
parentPort?.postMessage({ loads, faults });
