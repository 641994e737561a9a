import type { Guided } from './coverage-guided.js';

/** What a thread is told to run. */
export interface BatchOrder {
  readonly target: string;
  readonly inputs: number;
  readonly seed: number;
  /** Mutate what reaches new code instead of asking the grammar alone. */
  readonly isGuided: boolean;
}

/** A failure as it travels between threads and into the results. */
export interface FoundFailure {
  readonly target: string;
  readonly message: string;
  readonly stack: string;
  /** The input as `writeInput` writes it; empty for a batch that never ended. */
  readonly input: string;
  /** What makes the batch again: `--only TARGET --seed SEED`. */
  readonly seed: number;
}

/** What came of it. */
export interface BatchReport {
  readonly target: string;
  readonly inputs: number;
  readonly cpuMs: number;
  readonly failure: FoundFailure | undefined;
  readonly guided: Omit<Guided, 'failure'> | undefined;
}
