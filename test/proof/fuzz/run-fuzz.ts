import { Worker } from 'node:worker_threads';
import type { BatchOrder, BatchReport, FoundFailure } from './batch-messages.js';
import type { FuzzTarget } from './fuzz-target.js';

export interface FuzzPlan {
  readonly targets: readonly FuzzTarget[];
  /** Inputs in all; `Infinity` until the time is over. */
  readonly inputs: number;
  /** Milliseconds after which no batch is begun. */
  readonly mostMs: number;
  readonly seed: number;
  readonly threads: number;
  /** Targets that mutated inputs are tried on besides, and how many each gets. */
  readonly guided: { readonly targets: readonly string[]; readonly inputs: number };
}

export interface TargetTotals {
  readonly target: string;
  readonly inputs: number;
  readonly cpuMs: number;
}

export interface FuzzTotals {
  readonly totals: readonly TargetTotals[];
  readonly guided: readonly NonNullable<BatchReport['guided']>[];
  readonly failures: readonly FoundFailure[];
}

/** Inputs that a thread runs at a time. */
const BATCH = 250;
/** A batch that takes so long hangs: a pattern that backtracks, a stream that never ends. Any other takes seconds. */
const HANG_MS = 300_000;
/** A guided batch is many times as large, and its code is watched. */
const GUIDED_HANG_MS = 1_800_000;
/** Weight from which a target gets all the mutated inputs that were asked for; a slow one gets fewer. */
const FULLY_GUIDED = 4;
/** Failures of one target after which it is left alone. */
const MOST_FAILURES = 3;

/** Spreads inputs over targets by their weights, and batches over threads. */
export async function runFuzz(plan: FuzzPlan, onReport: (report: BatchReport) => void): Promise<FuzzTotals> {
  const orders = ordersOf(plan);
  const reports: BatchReport[] = [];
  const failed = new Map<string, number>();
  const next = (): BatchOrder | undefined => {
    for (let order = orders.next(); order.done !== true; order = orders.next()) {
      if ((failed.get(order.value.target) ?? 0) < MOST_FAILURES) return order.value;
    }
    return undefined;
  };
  const take = (report: BatchReport): void => {
    reports.push(report);
    if (report.failure !== undefined) failed.set(report.target, (failed.get(report.target) ?? 0) + 1);
    onReport(report);
  };
  await Promise.all(Array.from({ length: plan.threads }, () => work(next, take)));
  return {
    totals: plan.targets.map(({ name }) => totalsOf(name, reports)),
    guided: reports.flatMap(({ guided }) => guided ?? []),
    failures: reports.flatMap(({ failure }) => failure ?? []),
  };
}

/** Guided batches first: they are long. Then always the target that is furthest behind its share. */
function* ordersOf({ targets, inputs, mostMs, seed, guided }: FuzzPlan): Generator<BatchOrder, undefined> {
  const end = performance.now() + mostMs;
  let number = 0;
  const order = (target: string, count: number, isGuided: boolean): BatchOrder => {
    number += 1;
    return { target, inputs: count, isGuided, seed: (seed + Math.imul(number, 0x9e37_79b1)) | 0 };
  };
  for (const { name, weight } of targets) {
    const count = Math.ceil(guided.inputs * Math.min(1, weight / FULLY_GUIDED));
    if (guided.targets.includes(name) && count > 0) yield order(name, count, true);
  }
  const all = targets.reduce((sum, { weight }) => sum + weight, 0);
  const given = new Map<string, number>();
  for (;;) {
    const open = targets
      .map(({ name, weight }) => ({
        name,
        weight,
        left: Math.ceil((inputs * weight) / all) - (given.get(name) ?? 0),
      }))
      .filter(({ left }) => left > 0)
      .sort((a, b) => (given.get(a.name) ?? 0) / a.weight - (given.get(b.name) ?? 0) / b.weight);
    const [first] = open;
    if (first === undefined || performance.now() > end) return undefined;
    const count = Math.min(BATCH, first.left);
    given.set(first.name, (given.get(first.name) ?? 0) + count);
    yield order(first.name, count, false);
  }
}

/** Keeps one thread busy; a thread that hangs is ended, told as a failure and replaced. */
async function work(next: () => BatchOrder | undefined, take: (report: BatchReport) => void): Promise<void> {
  let worker = startWorker();
  for (let order = next(); order !== undefined; order = next()) {
    const report = await ask(worker, order);
    take(report);
    const isHung = report.failure?.input === '';
    // Code that was compiled to be watched stays slow.
    if (!isHung && !order.isGuided) continue;
    await worker.terminate();
    worker = startWorker();
  }
  await worker.terminate();
}

function startWorker(): Worker {
  return new Worker(new URL('fuzz-worker.js', import.meta.url));
}

function ask(worker: Worker, order: BatchOrder): Promise<BatchReport> {
  const lost = (message: string): BatchReport => ({
    ...{ target: order.target, inputs: 0, cpuMs: 0, guided: undefined },
    failure: { target: order.target, seed: order.seed, message, stack: message, input: '' },
  });
  const mostMs = order.isGuided ? GUIDED_HANG_MS : HANG_MS;
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      settle(lost(`a batch of ${order.inputs} inputs did not end within ${mostMs / 1000} s`));
    }, mostMs);
    const onError = (error: Error): void => {
      settle(lost(`the thread broke: ${error.message}`));
    };
    const settle = (report: BatchReport): void => {
      clearTimeout(timer);
      worker.removeAllListeners('message');
      worker.removeListener('error', onError);
      resolve(report);
    };
    worker.on('error', onError);
    worker.once('message', settle);
    worker.postMessage(order);
  });
}

function totalsOf(target: string, reports: readonly BatchReport[]): TargetTotals {
  const own = reports.filter((report) => report.target === target);
  const sum = (figure: (report: BatchReport) => number): number =>
    own.reduce((total, report) => total + figure(report), 0);
  // A guided batch runs as many inputs of the grammar as it mutates.
  const inputs = sum((report) => report.inputs * (report.guided === undefined ? 1 : 2));
  return { target, inputs, cpuMs: sum(({ cpuMs }) => cpuMs) };
}
