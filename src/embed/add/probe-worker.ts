/** The entry of a thread that loads an encoder once, to learn the length of its vectors. */
import { parentPort, workerData } from 'node:worker_threads';
import { type EncoderFiles, measureDimensions } from '../session.js';

parentPort?.postMessage(await measureDimensions(workerData as EncoderFiles));
