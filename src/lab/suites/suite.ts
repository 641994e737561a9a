import type { Interval } from '../metrics/bootstrap.js';
import type { EmbedTexts } from '../vector-cache.js';

/** What a figure should reach. */
export interface Aim {
  /** Worse than this and a release is held back. */
  readonly floor: number;
  readonly goal: number;
}

/** One measured number. */
export interface Figure {
  /** What is measured, such as `in-scope accuracy, %`. */
  readonly name: string;
  readonly value: number;
  /** Bootstrap 95 %, or the range over draws; absent for figures that have none. */
  readonly interval?: Interval;
  /** Rows that it was measured on. */
  readonly rows: number;
  readonly better: 'higher' | 'lower';
  readonly aim?: Aim;
  /** Simpler systems on the same rows, by name. */
  readonly baselines?: Readonly<Record<string, number>>;
}

/** A table of the report, such as recall by class. */
export interface Table {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What one suite found. */
export interface SuiteResult {
  readonly suite: string;
  /** What was trained on, what was measured on, and what was left out. */
  readonly about: string;
  readonly figures: readonly Figure[];
  readonly tables: readonly Table[];
  /** Wall time, embedding included, beside whatever other suites ran at that time. */
  readonly seconds: number;
}

/** What every suite needs. */
export interface Workbench {
  /** One unit vector a text, of the shipped encoder, as serving would make it. */
  readonly embed: EmbedTexts;
  /** Says what is being done. */
  say(text: string): void;
}

/** Measures one thing that the router must do well. */
export interface Suite {
  /** Short name, by which a run can be limited to it. */
  readonly name: string;
  run(bench: Workbench): Promise<Omit<SuiteResult, 'seconds'>>;
}
