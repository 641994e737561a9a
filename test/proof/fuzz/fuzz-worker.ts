import { parentPort } from 'node:worker_threads';
import type { BatchOrder, BatchReport, FoundFailure } from './batch-messages.js';
import { runGuided } from './coverage-guided.js';
import type { FuzzTarget, Property } from './fuzz-target.js';
import { writeInput } from './input-json.js';
import { runBatch } from './run-target.js';
import { TARGETS } from './targets.js';

const prepared = new Map<string, Promise<Property<unknown>>>();

function prepare(target: FuzzTarget): Promise<Property<unknown>> {
  const known = prepared.get(target.name) ?? Promise.resolve(target.prepare());
  prepared.set(target.name, known);
  return known;
}

async function run({ target: name, inputs, seed, isGuided }: BatchOrder): Promise<BatchReport> {
  const target = TARGETS.find((one) => one.name === name);
  if (target === undefined) throw new Error(`there is no target ${name}`);
  const property = await prepare(target);
  const started = performance.now();
  const failureOf = (
    found: Pick<FoundFailure, 'message' | 'stack'> & { readonly input: unknown },
  ): FoundFailure => ({
    ...{ target: name, seed, message: found.message, stack: found.stack },
    input: writeInput(found.input),
  });
  if (isGuided) {
    const { failure, ...guided } = await runGuided(target, property, { inputs, seed });
    const cpuMs = performance.now() - started;
    return { target: name, inputs, cpuMs, failure: failure && failureOf(failure), guided };
  }
  const batch = await runBatch(target, property, { inputs, seed });
  const cpuMs = performance.now() - started;
  return {
    ...{ target: name, inputs: batch.inputs, cpuMs, guided: undefined },
    failure: batch.failure && failureOf(batch.failure),
  };
}

parentPort?.on('message', (order: BatchOrder) => {
  void run(order).then((report) => parentPort?.postMessage(report));
});
