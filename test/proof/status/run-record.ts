import type { OfSource } from '../../../bench/source.js';

/** What a run of tests or checks came to, as `scripts/keep-run.mjs` notes it. */
export interface RunRecord extends OfSource {
  /** Such as `test`. */
  readonly name: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly seconds: number;
  readonly machine: { readonly cpu: string; readonly cores: number; readonly node: string };
  readonly ok: boolean;
  readonly passed?: number;
  readonly failed?: number;
  /** The tests that failed. */
  readonly failures?: readonly { readonly file: string; readonly name: string }[];
  /** The tests that were skipped, for what they need is not there. */
  readonly skips?: readonly { readonly file: string; readonly name: string; readonly why: string }[];
  /** What could not be run on the machine, and the test files of it. */
  readonly leftOut?: readonly LeftOut[];
  /** What became of requests in tests that count them. */
  readonly loads?: readonly LoadRecord[];
  /** Why it ended before its end. */
  readonly stopped?: string;
  /** The parts of `npm run prove`. */
  readonly steps?: readonly StepRecord[];
}

export interface LeftOut {
  readonly what: string;
  readonly why: string;
  readonly files?: readonly string[];
}

export interface LoadRecord {
  /** The test's own title. */
  readonly what: string;
  readonly sent: number;
  readonly lost: number;
  /** Routed elsewhere than the prompt wants. */
  readonly wrong: number;
  /** Answered by the default model, because nothing decided. */
  readonly undecided: number;
  /** Tries beyond the first. */
  readonly retried: number;
}

export interface StepRecord {
  readonly name: string;
  readonly seconds: number;
  readonly ok: boolean;
}

/** First number of the version of Node that it ran on. */
export function nodeMajor({ machine }: RunRecord): number {
  return Number(machine.node.split('.')[0]);
}
