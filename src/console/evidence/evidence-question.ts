import { fail } from '../../errors.js';
import type { DriftPeriod } from '../../lab/drift/drift-stream.js';
import type { Grouping, RecordFilter } from '../../store/record-store.js';

/** What the console asks that takes longer than a request may wait for: worked out in a process of its own. */
export const EVIDENCE_KINDS = ['report', 'drift', 'quality', 'map', 'confusion'] as const;

export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

/** Plain JSON, so that equal questions have equal text. */
export interface EvidenceQuestion {
  readonly kind: EvidenceKind;
  /** Parameters by name, as they were sent. */
  readonly query: Readonly<Record<string, string>>;
}

/** Records of a time that is bounded, in milliseconds since 1970. */
export type Period = RecordFilter & { readonly since: number; readonly until: number };

/** A question whose parameters were read. */
export type ReadQuestion =
  | {
      readonly kind: 'report';
      readonly filter: Period;
      readonly by: Grouping | undefined;
      readonly margin: number;
      readonly alpha: number;
    }
  | {
      readonly kind: 'drift';
      readonly period: DriftPeriod;
      readonly alpha: number;
      readonly texts: number;
    }
  | { readonly kind: 'quality'; readonly filter: Period }
  | { readonly kind: 'map'; readonly filter: Period; readonly limit: number }
  | {
      readonly kind: 'confusion';
      readonly filter: Period;
      readonly of: 'examples' | 'labels' | undefined;
    };

/** The answer where a question needs records and none are kept. */
export const RECORDS_OFF = fail(
  'records_off',
  'No records are kept to work this out from; start serve with --records.',
);
