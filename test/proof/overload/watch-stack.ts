import { readFileSync } from 'node:fs';
import { cpuMs, memoryOf } from '../../../bench/process-usage.js';
import { objectOf, parseObject } from '../../../demo/stand-in/json.js';
import type { OverloadStack } from './overload-stack.js';
import type { Cores, Sample } from './overload-results.js';

/** Looks at Dragoman and Envoy twice a second. */
export interface StackWatch {
  /** Since the watch began. */
  readonly seconds: () => number;
  readonly samples: readonly Sample[];
  /** What was left out so far. */
  readonly shed: Readonly<Record<string, number>>;
  /** Begins to count processor time; what it returns tells the share of a core since then. */
  readonly meter: () => () => Cores;
  readonly stop: () => void;
}

const LOOK_MS = 500;
const SLOW_MS = 5_000;

export function watchStack(stack: OverloadStack): StackWatch {
  const start = performance.now();
  const seconds = (): number => (performance.now() - start) / 1000;
  const samples: Sample[] = [];
  let shed: Record<string, number> = {};
  let isLooking = false;
  const look = async (): Promise<void> => {
    if (isLooking) return;
    isLooking = true;
    try {
      const response = await fetch(`${stack.admin}/counters`, { signal: AbortSignal.timeout(SLOW_MS) });
      const counters = parseObject(await response.text()) ?? {};
      const load = objectOf(counters['load']);
      shed = numbersOf(objectOf(load['shed']));
      samples.push({
        seconds: round(seconds()),
        ...{ level: Number(load['level']), passing: Number(load['passing']), open: Number(load['open']) },
        waiting: Number(objectOf(counters['recorder'])['waiting']),
        dragomanMiB: round(memoryOf(stack.dragoman().pid).residentMiB),
        envoyMiB: round(memoryOf(stack.envoy.pid).residentMiB),
      });
    } catch {
      // A look that got no answer in time is one that is missing from the table.
    } finally {
      isLooking = false;
    }
  };
  const timer = setInterval(() => void look(), LOOK_MS);
  return {
    seconds,
    samples,
    get shed() {
      return shed;
    },
    meter: () => meter(stack),
    stop: () => {
      clearInterval(timer);
    },
  };
}

function meter(stack: OverloadStack): () => Cores {
  const read = (): readonly number[] => {
    const { pid } = stack.dragoman();
    return [servingMs(pid), cpuMs(pid), cpuMs(stack.envoy.pid), cpuMs(stack.models.pid)];
  };
  const [before, start] = [read(), performance.now()];
  return () => {
    const passed = performance.now() - start;
    const [serving = 0, whole = 0, proxy = 0, answering = 0] = read().map((value, index) => {
      return Math.round(((value - (before[index] ?? 0)) / passed) * 100) / 100;
    });
    return { serving, dragoman: whole, envoy: proxy, models: answering };
  };
}

/** Processor time of a process's first thread, in milliseconds. */
function servingMs(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
}

function numbersOf(object: Readonly<Record<string, unknown>>): Record<string, number> {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, Number(value)]));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
