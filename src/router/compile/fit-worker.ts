/** The entry of a thread that fits the heads of one registry. */
import { parentPort, workerData } from 'node:worker_threads';
import { runFitJob } from './fit-job.js';
import { type PackedJob, unpackSet } from './fit-thread.js';

const { full, fast, ...rest } = workerData as PackedJob;
const job = { ...rest, ...(full && { full: unpackSet(full) }), fast: unpackSet(fast) };
parentPort?.postMessage(await runFitJob(job));
