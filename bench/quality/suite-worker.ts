/** The entry of a thread that runs one suite. */
import { parentPort, workerData } from 'node:worker_threads';
import { findSuite } from '../../src/lab/suites/all.js';
import { borrowWorkbench } from './lent-workbench.js';
import type { FromSuite } from './suite-thread.js';

if (parentPort === null) throw new Error('this file runs in a thread only');
const start = performance.now();
const result = await findSuite(workerData as string).run(borrowWorkbench(parentPort));
const seconds = Math.round((performance.now() - start) / 1_000);
parentPort.postMessage({ kind: 'done', result: { ...result, seconds } } satisfies FromSuite);
