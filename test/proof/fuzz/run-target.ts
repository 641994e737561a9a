import fc from 'fast-check';
import type { FuzzTarget, Property } from './fuzz-target.js';

/** An input for which a target's claim does not hold, shrunk. */
export interface Failure {
  readonly input: unknown;
  /** The first line of the error. */
  readonly message: string;
  readonly stack: string;
  /** Seed and path with which fast-check makes the input again. */
  readonly seed: number;
  readonly path: string;
}

export interface Batch {
  readonly inputs: number;
  readonly failure: Failure | undefined;
}

/** Runs a prepared property on so many inputs, or until one fails. */
export async function runBatch(
  { arbitrary }: FuzzTarget,
  property: Property<unknown>,
  { inputs, seed }: { readonly inputs: number; readonly seed: number },
): Promise<Batch> {
  const details = await fc.check(
    fc.asyncProperty(arbitrary, async (input) => {
      await property(input);
    }),
    { numRuns: inputs, seed, endOnFailure: false },
  );
  if (!details.failed) return { inputs: details.numRuns, failure: undefined };
  const [input] = details.counterexample ?? [];
  const error = details.errorInstance;
  const text = error instanceof Error ? error.message : String(error);
  return {
    inputs: details.numRuns,
    failure: {
      input,
      message: text.split('\n', 1)[0] ?? '',
      stack: error instanceof Error ? (error.stack ?? text) : text,
      seed: details.seed,
      path: details.counterexamplePath ?? '',
    },
  };
}
