import { duels } from './duels.js';
import { fastHead } from './fast-head.js';
import { fewShot } from './few-shot.js';
import { gate } from './gate.js';
import { hardCases } from './hard-cases.js';
import { INTENT_SUITES } from './intents.js';
import { pii } from './pii.js';
import { pricedModels } from './priced-models.js';
import { safety } from './safety.js';
import type { Suite } from './suite.js';
import { taskType } from './task-type.js';

/** Every suite, in the order of the report. */
export const SUITES: readonly Suite[] = [
  ...INTENT_SUITES,
  ...[fewShot, fastHead, taskType, duels, pricedModels, safety, pii, hardCases, gate],
];

/** @throws Error when there is no suite of that name */
export function findSuite(name: string): Suite {
  const found = SUITES.find((suite) => suite.name === name);
  if (found !== undefined) return found;
  const known = SUITES.map((suite) => suite.name).join(', ');
  throw new Error(`there is no suite ${name}; the suites are ${known}`);
}
