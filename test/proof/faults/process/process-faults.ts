import type { Fault } from '../fault.js';
import { dragomanCrashLoop } from './dragoman-crash-loop.js';
import { dragomanFrozen } from './dragoman-frozen.js';
import { dragomanKilled } from './dragoman-killed.js';
import { dragomanRestarted } from './dragoman-restarted.js';
import { encoderThreadEnds, encoderThreadHangs } from './encoder-thread.js';
import { envoyKilled } from './envoy-killed.js';
import { modelFrozen } from './model-frozen.js';
import { modelKilled } from './model-killed.js';
import { modelsKilled } from './models-killed.js';
import { storeThreadEnds } from './store-thread.js';

/** Faults of the processes themselves and of their threads. */
export const PROCESS_FAULTS: readonly Fault[] = [
  ...[dragomanKilled, dragomanRestarted, dragomanCrashLoop, dragomanFrozen],
  ...[encoderThreadEnds, encoderThreadHangs, storeThreadEnds],
  ...[modelKilled, modelsKilled, modelFrozen],
  envoyKilled,
];
