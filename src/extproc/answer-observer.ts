/** An answer that Envoy showed without waiting for us. */
export interface ObservedAnswer {
  /** Whether the client got it, or it answered a copy of the request and nobody did. */
  readonly kind: 'delivered' | 'shadow';
  /** Envoy's `x-request-id`, the same for a request and its copy. */
  readonly requestId: string;
  /** Pool name of the model that gave it; empty when Envoy did not say. */
  readonly model: string;
  /** HTTP status; 0 when Envoy showed none. */
  readonly status: number;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

/** Takes answers that are compared later. */
export interface AnswerObserver {
  /** Whether anybody still waits for the answers to this request; the others are not read. */
  wants(requestId: string): boolean;
  /** Called once an answer is whole. */
  observed(answer: ObservedAnswer): void;
  /** Called for a wanted answer that was cut off, or that is over {@link MAX_OBSERVED_BYTES}. */
  missed(requestId: string): void;
}

/** A larger answer is not looked at: both answers are held in memory until they are compared. */
export const MAX_OBSERVED_BYTES = 262_144;
