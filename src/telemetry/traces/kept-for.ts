import { type Attributes, type SpanStatus, SpanStatusCode } from '@opentelemetry/api';
import type { Reason } from '../../decision/reason.js';
import { modelOfCluster } from '../../mutation/wire-names.js';
import type { DecisionRecord } from '../../record/decision-record.js';
import { ATTRIBUTES } from '../names.js';

/** Why a trace is exported though head sampling left it out. */
export type KeptFor = 'error' | 'fallback' | 'escalated' | 'low_margin' | 'slow';

/** What is known of a decision when its span ends. */
export interface DecidedSpan {
  readonly attributes: Attributes;
  readonly status: SpanStatus;
  readonly milliseconds: number;
}

/** The encoder let the request down, or the process had no time, and the default model answers. */
const NOT_FOUND = new Set<string | undefined>([
  ...(['encoder_late', 'encoder_busy', 'encoder_down', 'overloaded'] as const),
] satisfies readonly Reason[]);

/** The heads were in doubt. */
const IN_DOUBT = new Set<string | undefined>(['low_margin', 'llm'] satisfies readonly Reason[]);

/** A small lead is no doubt: none of the routes is meant, or several are. */
const NEVER_IN_DOUBT = new Set<string | undefined>([
  ...(['out_of_scope', 'several_intents'] as const),
] satisfies readonly Reason[]);

/**
 * Whether a decision is remarkable by itself.
 *
 * @returns the first of {@link KEPT_FOR} that holds: it was refused or failed, the encoder failed or no layer had time, its margin
 * is under the policy's, or it took `slowMs`
 */
export function decisionKeptFor(
  { attributes, status, milliseconds }: DecidedSpan,
  slowMs: number,
): KeptFor | undefined {
  if (status.code === SpanStatusCode.ERROR || attributes[ATTRIBUTES.errorType] !== undefined) return 'error';
  const reason = attributes[ATTRIBUTES.reason]?.toString();
  if (NOT_FOUND.has(reason)) return 'fallback';
  const isLow = Number(attributes[ATTRIBUTES.margin]) < Number(attributes[ATTRIBUTES.marginBar]);
  if (IN_DOUBT.has(reason) || (isLow && !NEVER_IN_DOUBT.has(reason))) return 'low_margin';
  return milliseconds >= slowMs ? 'slow' : undefined;
}

/**
 * Whether what came of a decision is remarkable.
 *
 * @returns the first of {@link KEPT_FOR} that holds: the client got an error or left, the gate rejected an answer, or
 * another model was asked than the chosen one
 */
export function outcomeKeptFor({ decision, attempts, outcome }: DecisionRecord): KeptFor | undefined {
  if (outcome !== undefined && isFailure(outcome.status)) return 'error';
  if (attempts?.some(({ escalated }) => escalated) === true) return 'escalated';
  if (outcome === undefined) return undefined;
  const answered = modelOfCluster(outcome.cluster ?? '') ?? decision.model;
  return outcome.attempts > 1 || answered !== decision.model ? 'fallback' : undefined;
}

/** An error reply, or 0: the client left before any. */
export function isFailure(status: number): boolean {
  return status === 0 || status >= 400;
}
