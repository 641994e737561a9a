import type { Arm } from '../decision/arm.js';
import type { CascadeStartReason, DecisionLayer } from '../decision/decision.js';
import type { Reason } from '../decision/reason.js';
import type { Endpoint, ResponseFormat, Role } from '../request/request-view.js';

/** Raised when a field changes its meaning; stores migrate what is older and refuse what is newer. */
export const RECORD_SCHEMA = 1;

/**
 * A decision as it is kept: plain JSON, flat where reports group and sum. `null` stands for what is not known, so that
 * every record has every field. Prompt text is in {@link prompt} only, and only as far as the policy allows.
 */
export interface StoredRecord {
  /** {@link RECORD_SCHEMA} of the writer. */
  readonly schema: number;
  /** The decision's id, as the client got it. */
  readonly id: string;
  /** Envoy's `x-request-id`. */
  readonly requestId: string;
  /** When it was decided, in milliseconds since 1970. */
  readonly at: number;
  readonly registry: string;
  /** Version of the bundle of trained heads in service. */
  readonly bundle: string | null;
  readonly endpoint: Endpoint;
  readonly modelAsked: string;
  readonly stream: boolean;
  /** The tenant header's value, see `storedTenant`. */
  readonly tenant: string | null;
  /** Keyed hash of the conversation; `null` where none can be told. */
  readonly conversation: string | null;
  readonly prompt: StoredPrompt;
  /** What each layer that ran cost, in microseconds. */
  readonly layers: Readonly<Record<string, number>>;
  /** Label and calibrated probability of each built-in signal that was measured. */
  readonly signals: Readonly<Record<string, { readonly label: string; readonly probability: number }>>;
  /** The most probable routes, best first, at most {@link MOST_CANDIDATES}. */
  readonly candidates: readonly { readonly route: string; readonly probability: number }[];
  /** In [0, 1]; likewise the next two. */
  readonly outOfScope: number | null;
  readonly confidence: number | null;
  readonly margin: number | null;
  readonly layer: DecisionLayer;
  readonly route: string | null;
  /** Pool name of the model decided for. */
  readonly model: string;
  readonly reason: Reason;
  readonly arm: Arm;
  /** Probability, in (0, 1], with which this request was to get this model (see `arm.ts`). */
  readonly propensity: number;
  /** The model that the router alone would have chosen; differs from `model` in the control group and while exploring. */
  readonly routedModel: string;
  readonly fallback: string | null;
  readonly cascade: StoredCascade | null;
  /** What was predicted of each model: probability of a good answer, if known, and US dollars. */
  readonly outlook: Readonly<Record<string, { readonly quality: number | null; readonly costUsd: number }>>;
  readonly decideUs: number;
  readonly attempts: readonly StoredAttempt[];
  readonly outcome: StoredOutcome | null;
  /** US dollars of everything that was paid for, rejected answers included; `null` without token counts. */
  readonly costUsd: number | null;
  readonly wastedUsd: number;
  /** What the same tokens would have cost at the default model and at the strongest; `null` without token counts. */
  readonly defaultUsd: number | null;
  readonly strongestUsd: number | null;
  /** What a second registry or bundle that runs silently would have decided; `null` when none does. */
  readonly challenger: StoredChallenge | null;
  /** W3C `traceparent` of the decision's span; empty when nothing was traced. It ends with `-01` when its trace was exported. */
  readonly traceparent: string;
}

export const MOST_CANDIDATES = 5;

/** What is kept of the prompt. */
export interface StoredPrompt {
  readonly tokens: number;
  /** User turns so far. */
  readonly turns: number;
  readonly tools: number;
  readonly images: number;
  readonly format: ResponseFormat;
  /** Hash of the normalised last user turn; `null` when the policy keeps none. */
  readonly hash: string | null;
  /** The end of the conversation, system prompt first; `null` unless the policy keeps text. */
  readonly messages: readonly StoredMessage[] | null;
  /** Whether personal data and secrets were replaced in the messages, and whether some were cut or left out. */
  readonly isRedacted: boolean;
  readonly isCut: boolean;
}

export interface StoredMessage {
  readonly role: Role;
  readonly text: string;
}

export interface StoredCascade {
  readonly tiers: readonly string[];
  readonly startedBy: CascadeStartReason;
  readonly streaming: 'direct' | 'buffer' | 'prefix';
}

/** One tier's answer, as the gate saw it. */
export interface StoredAttempt {
  readonly model: string;
  readonly status: number;
  /** Calibrated probability that the answer is good; `null` when it was not judged. */
  readonly score: number | null;
  readonly passed: boolean | null;
  readonly reasons: readonly string[];
  readonly escalated: boolean;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** What became of it, as Envoy reported. */
export interface StoredOutcome {
  readonly status: number;
  /** Pool name of the model that answered; `null` when none did. */
  readonly model: string | null;
  readonly flags: readonly string[];
  readonly attempts: number;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly cachedTokens: number | null;
  readonly timeToFirstByteMs: number | null;
  readonly totalMs: number;
}

export interface StoredChallenge {
  /** The registry version, or the bundle's when that is what differs. */
  readonly name: string;
  readonly route: string | null;
  readonly model: string;
}

/** Bytes that a record takes in memory, roughly. */
export function bytesOfRecord({ prompt }: StoredRecord): number {
  return (prompt.messages ?? []).reduce((sum, { text }) => sum + text.length * 2, 3000);
}
