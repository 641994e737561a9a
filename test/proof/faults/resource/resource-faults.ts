import type { Fault } from '../fault.js';
import { clockJumps } from './clock.js';
import { collectorHangs, collectorRefuses } from './collector-lost.js';
import { configFlood } from './config-flood.js';
import { brokenDisk, fullDisk, slowDisk } from './disk.js';
import { dnsSilent, dnsWithoutName } from './dns-lost.js';
import { halfOpenAdmin, halfOpenListen } from './half-open.js';
import { llmRouterLost } from './llm-router-lost.js';
import { memoryLimit, smallHeap } from './memory.js';
import { outOfDescriptors } from './out-of-descriptors.js';
import { sharedCachePoisoned } from './shared-cache-poisoned.js';
import { postgresLost, storeCorrupted, storeDeleted, storeLocked } from './store-lost.js';

/** What can run out, go slow or go away around Dragoman. */
export const RESOURCE_FAULTS: readonly Fault[] = [
  ...[slowDisk, fullDisk, brokenDisk],
  ...[storeDeleted, storeCorrupted, storeLocked, postgresLost],
  ...[collectorRefuses, collectorHangs],
  ...[llmRouterLost, sharedCachePoisoned],
  ...[dnsSilent, dnsWithoutName],
  ...clockJumps,
  ...[configFlood, halfOpenAdmin, halfOpenListen],
  ...[outOfDescriptors, smallHeap, memoryLimit],
];
