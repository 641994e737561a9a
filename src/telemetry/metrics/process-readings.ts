import { createHistogram } from 'node:perf_hooks';
import type { Collect } from './metric-readers.js';

/** Between two looks at the clock, in milliseconds. */
const RESOLUTION_MS = 100;

/** What is read of the process itself. */
export interface ProcessReadings {
  /** The event loop's delay is told since the last call. */
  readonly read: (collect: Collect) => void;
  readonly stop: () => void;
}

export function startProcessReadings(version: string): ProcessReadings {
  const delay = startEventLoopDelay();
  const startedAt = Date.now() / 1000 - process.uptime();
  return {
    read(collect) {
      const { p50, p99, max } = delay.sinceLast();
      collect('eventLoopDelay', p50, { statistic: 'p50' });
      collect('eventLoopDelay', p99, { statistic: 'p99' });
      collect('eventLoopDelay', max, { statistic: 'max' });
      const { user, system } = process.cpuUsage();
      const { rss, heapUsed } = process.memoryUsage();
      collect('cpu', (user + system) / 1e6);
      collect('residentMemory', rss);
      collect('heap', heapUsed);
      collect('startTime', startedAt);
      collect('buildInfo', 1, { version, node_version: process.versions.node });
    },
    stop: delay.stop,
  };
}

interface EventLoopDelay {
  /** Since the last call, in seconds. */
  readonly sinceLast: () => Readonly<Record<'p50' | 'p99' | 'max', number>>;
  readonly stop: () => void;
}

/** Node's own monitor leaves out the first delay after a reset, which is the scrape's: the longest of a large registry. */
function startEventLoopDelay(): EventLoopDelay {
  const nanoseconds = createHistogram();
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    nanoseconds.record(Math.max(1, Math.round((now - last - RESOLUTION_MS) * 1e6)));
    last = now;
  }, RESOLUTION_MS).unref();
  return {
    sinceLast: () => {
      const isEmpty = nanoseconds.count === 0;
      const seconds = (found: number): number => (isEmpty ? 0 : found / 1e9);
      const { max } = nanoseconds;
      const [p50, p99] = [nanoseconds.percentile(50), nanoseconds.percentile(99)];
      nanoseconds.reset();
      return { p50: seconds(p50), p99: seconds(p99), max: seconds(max) };
    },
    stop: () => {
      clearInterval(timer);
    },
  };
}
