import type { AnswerComparison } from '../../record/comparison.js';
import type { Feedback } from '../../record/feedback.js';
import type { Grouping, RecordFilter } from '../record-store.js';

/** A record as JSON, with its place. */
export interface PlacedDocument {
  readonly at: number;
  readonly seq: number;
  readonly document: string;
}

/** Rows of a table beside the records, and the place of the last one. */
export interface PlacedRows {
  readonly rows: readonly (readonly unknown[])[];
  readonly last: number;
}

/** Where a step begins: after this place in order of time. */
export interface Place {
  readonly at: number;
  readonly seq: number;
}

/** Sums over the records that the filter means and whose `seq` is in [first, last], or over the days that begin in it. */
export interface SummaryStep {
  readonly table: 'records' | 'day_sums';
  readonly filter: RecordFilter;
  readonly first: number;
  readonly last: number;
}

export interface Usage {
  readonly records: number;
  /** Pages that hold something, and pages that are kept for later, in bytes. */
  readonly bytes: number;
  readonly freeBytes: number;
}

/** What the thread does, each in one go; whatever takes long is asked for in steps, so that records can be written between. */
export interface SqliteOperations {
  /** Only to learn whether the file can be used. */
  open(): void;
  append(documents: readonly string[]): void;
  addFeedback(feedback: readonly Feedback[]): number;
  addComparisons(comparisons: readonly AnswerComparison[]): number;
  find(id: string): string | undefined;
  newest(filter: RecordFilter, limit: number, after: Place | undefined): PlacedDocument[];
  oldest(filter: RecordFilter, limit: number, after: Place | undefined): PlacedDocument[];
  feedback(filter: RecordFilter, limit: number, after: number): PlacedRows;
  comparisons(filter: RecordFilter, limit: number, after: number): PlacedRows;
  /** What is to be summed, in steps; empty when there are no records. */
  plan(filter: RecordFilter, by: readonly Grouping[]): readonly SummaryStep[];
  sums(step: SummaryStep, by: readonly Grouping[]): unknown[][];
  opinions(filter: RecordFilter, by: readonly Grouping[]): unknown[][];
  usage(): Usage;
  /** Removes the oldest records that were decided before a time, at most `limit`. @returns how many */
  removeOldest(before: number, limit: number): number;
  /** Removes feedback and comparisons of before a time whose record is gone. */
  removeOrphans(before: number): void;
  /** Gives at most so many free pages back to the disk. */
  shrink(pages: number): void;
}
