import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Collect } from './metric-readers.js';

/** Between two looks at the clock, in milliseconds; Node's figures include it. */
const RESOLUTION_MS = 20;

/** What is read of the process itself. */
export interface ProcessReadings {
  /** The event loop's delay is told since the last call. */
  readonly read: (collect: Collect) => void;
  readonly stop: () => void;
}

export function startProcessReadings(version: string): ProcessReadings {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  const startedAt = Date.now() / 1000 - process.uptime();
  const late = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e9 - RESOLUTION_MS / 1000);
  return {
    read(collect) {
      collect('eventLoopDelay', late(delay.percentile(50)), { statistic: 'p50' });
      collect('eventLoopDelay', late(delay.percentile(99)), { statistic: 'p99' });
      collect('eventLoopDelay', late(delay.max), { statistic: 'max' });
      delay.reset();
      const { user, system } = process.cpuUsage();
      const { rss, heapUsed } = process.memoryUsage();
      collect('cpu', (user + system) / 1e6);
      collect('residentMemory', rss);
      collect('heap', heapUsed);
      collect('startTime', startedAt);
      collect('buildInfo', 1, { version, node_version: process.versions.node });
    },
    stop: () => {
      delay.disable();
    },
  };
}
