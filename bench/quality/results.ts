import type { SuiteResult } from '../../src/lab/suites/suite.js';
import type { OfSource } from '../source.js';

/** The raw figures of one run, as they are kept in `bench/quality/results`. */
export interface Results extends OfSource {
  /** ISO 8601. */
  readonly startedAt: string;
  readonly machine: { readonly cpu: string; readonly cores: number; readonly node: string };
  /** SHA-256 of the encoder's model file. */
  readonly encoder: string;
  /** Wall time of the whole run, embedding included. */
  readonly seconds: number;
  readonly suites: readonly SuiteResult[];
}
