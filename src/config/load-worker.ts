/** The entry of a thread that loads one registry. */
import { parentPort, workerData } from 'node:worker_threads';
import { loadRegistry } from './load.js';

parentPort?.postMessage(loadRegistry(workerData as string));
