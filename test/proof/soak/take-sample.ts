import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { memoryOf } from '../../../bench/process-usage.js';
import { envoyStat } from '../../support/envoy-stats.js';
import type { Scrape } from '../../support/read-metrics.js';
import type { Sample } from './soak-results.js';
import type { SoakStack } from './soak-stack.js';

const MIB = 2 ** 20;
const STORE_PARTS = ['', '-wal', '-shm'];

/** The longest delays of the event loop since the last sample; each scrape begins anew. */
export interface LoopDelay {
  p99Ms: number;
  maxMs: number;
}

/** @param scrape the latest scrape */
export async function takeSample(
  stack: SoakStack,
  seconds: number,
  scrape: Scrape,
  loop: LoopDelay,
): Promise<Sample> {
  const [dragoman, envoy] = [stack.dragoman().pid, stack.envoy.pid];
  return {
    seconds: Math.round(seconds),
    dragomanMiB: round(memoryOf(dragoman).residentMiB),
    envoyMiB: round(memoryOf(envoy).residentMiB),
    heapMiB: round(scrape.sum('nodejs_heap_size_used_bytes') / MIB),
    dragomanFds: descriptorsOf(dragoman),
    envoyFds: descriptorsOf(envoy),
    dragomanThreads: threadsOf(dragoman),
    loopP99Ms: round(loop.p99Ms),
    loopMaxMs: round(loop.maxMs),
    openRequests: await envoyStat(stack.envoyAdmin, 'http.llm.downstream_rq_active'),
    waiting: scrape.sum('dragoman_queue_length', { queue: 'records' }),
    dropped: droppedOf(scrape),
    storeMiB: round(storeBytes(stack.store) / MIB),
  };
}

export function droppedOf({ samples }: Scrape): Readonly<Record<string, number>> {
  const dropped = samples.filter(({ name, value }) => name === 'dragoman_dropped_total' && value > 0);
  return Object.fromEntries(
    dropped.map(({ labels, value }) => [`${labels['queue']} ${labels['loss']}`, value]),
  );
}

export function descriptorsOf(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}

function threadsOf(pid: number): number {
  return Number(/^Threads:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}

function storeBytes(file: string): number {
  const parts = STORE_PARTS.map((part) => file + part).filter((path) => existsSync(path));
  return parts.reduce((sum, path) => sum + statSync(path).size, 0);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
