import type { Machine } from '../../../bench/results.js';
import type { OfSource } from '../../../bench/source.js';
import type { Fate, Sent } from '../load/checked-request.js';

/** One part of a run: before, during or after the fault. */
export interface PhaseFigures {
  readonly seconds: number;
  readonly sent: number;
  readonly fates: Readonly<Record<Fate, number>>;
  /** From the planned time to the end of the answer, in milliseconds; null for no request. */
  readonly p99Ms: number | null;
  readonly longestMs: number | null;
}

export type PhaseName = 'before' | 'during' | 'after';

export interface FaultFigures {
  readonly phases: Readonly<Record<PhaseName, PhaseFigures>>;
  /** What ending the fault took, such as a process's start; until then the phase is `during`. */
  readonly endingSeconds: number;
  /** From the fault's end to the last request that was not answered as without it; null: it did not recover. */
  readonly recoverySeconds: number | null;
  /** Answers that were allowed to be lost, wrong or refused, and why. */
  readonly allowed: readonly { readonly why: string; readonly count: number }[];
  /** Lost and wrong answers that nothing allows. */
  readonly bad: Readonly<Record<'lost' | 'wrong', number>>;
  /** What the answers were that are not as without the fault, the commonest first. */
  readonly odd: readonly { readonly what: string; readonly count: number }[];
  /** Why the answers during the fault were what they were, the commonest first. */
  readonly reasons: readonly { readonly what: string; readonly count: number }[];
  /** Processes that are not there at the end, though they should be. */
  readonly missing: readonly string[];
  /** Lines of Dragoman's log from the fault's begin on, without those of decisions. */
  readonly logLines: { readonly all: number; readonly mostInASecond: number };
  /** What else was seen, as the fault itself tells it. */
  readonly seen?: string;
  /** Messages that Dragoman logged as errors, the commonest first. */
  readonly errors: readonly { readonly what: string; readonly count: number }[];
}

/** With `--only` the figures of one file are of several sources. */
export interface FaultResult extends OfSource {
  readonly name: string;
  readonly what: string;
  readonly users: string;
  readonly perSecond: number;
  /** Absent when it was left out. */
  readonly figures?: FaultFigures;
  /** Why it cannot be run on the machine. */
  readonly leftOut?: string;
  /** Why it could not be measured though it should have been. */
  readonly failed?: string;
}

export interface FaultResults {
  readonly startedAt: string;
  readonly machine: Omit<Machine, 'loadBefore' | 'loadAfter'>;
  readonly command: string;
  readonly faults: readonly FaultResult[];
}

/** Whether a request was answered as it is without any fault. */
export function isUsual({ fate, reason }: Sent): boolean {
  return fate === 'routed' || fate === 'cancelled' || (fate === 'refused' && reason === 'model_not_found');
}

/** The goal of the time from a fault's end to the first request from which on all are answered as without it. */
export const RECOVERY_GOAL_SECONDS = 2;

/** The goals, per fault: nothing lost, nothing wrong, every process alive. A missed recovery is shown, and fails nothing. */
export function isMet({ figures, failed }: FaultResult): boolean {
  if (failed !== undefined) return false;
  return (
    figures === undefined ||
    (figures.bad.lost === 0 &&
      figures.bad.wrong === 0 &&
      figures.missing.length === 0 &&
      figures.recoverySeconds !== null)
  );
}
