import { ExpiringMap } from '../../decision/expiring-map.js';
import { createKeyedHash } from '../../decision/keyed-hash.js';
import { normaliseText } from '../../decision/normalise-text.js';
import { clusterOf, HEADERS } from '../../mutation/wire-names.js';
import { LETTER_TEMPERATURE, type LetterProbabilities, readReply } from './llm-answer.js';
import { CircuitBreaker } from '../circuit-breaker.js';
import { LlmBudget } from './llm-budget.js';
import { type InternalAddress, LlmConnections, type LlmResponse } from './llm-call.js';
import { type Dialect, DIALECTS, llmBody, llmMessages } from './llm-prompt.js';
import type { LlmFailure } from '../../signals/signal.js';
import { letterAt, type LlmCandidate, type LlmQuestion, MAX_CANDIDATES } from './llm-question.js';

/** Why who was asked gave no answer. */
type AskedFailure = Exclude<LlmFailure, 'overloaded'>;

/** Why there is no answer; the default model then answers the request. */
export const LLM_FAILURES = {
  late: 'It missed its deadline.',
  down: 'It could not be reached, or answered with an error.',
  budget: 'Its share of the requests, or its tokens a minute, are used up.',
  breaker: 'It failed too often in a row and is left alone for a while.',
  unclear: 'It answered something else than a route.',
  absent: 'There was no text or no route to ask about.',
} as const satisfies Readonly<Record<AskedFailure, string>>;

export type LlmResult =
  | { readonly ok: true; readonly scores: LlmScores; readonly cached: boolean }
  | { readonly ok: false; readonly failure: AskedFailure };

/** Shaped like the scores of a head. */
export interface LlmScores {
  /** Calibrated, sum 1, most probable first. */
  readonly routes: readonly { readonly route: string; readonly probability: number }[];
  /** Probability that the text belongs to none of the routes asked about, in [0, 1]. */
  readonly outOfScope: number;
}

export interface LlmRouterOptions {
  /** Name in the pool. */
  readonly model: string;
  /** Envoy's internal listener: we never call a model ourselves. */
  readonly address: InternalAddress;
  /** Longest wait, in milliseconds. */
  readonly deadlineMs: number;
  readonly maxShare: number;
  readonly tokensPerMinute: number;
  /** Most examples shown, of all routes together. */
  readonly examples: number;
  /** Default {@link LETTER_TEMPERATURE}. */
  readonly temperature?: number;
  /** Called when more requests want to ask than `maxShare` allows; again only after their share was below half of it. */
  readonly onOverrun?: (share: number) => void;
  /** The clock, in milliseconds; default `performance.now`. */
  readonly now?: () => number;
}

/** Numbers since the start, but for those that say otherwise. */
export interface LlmCounts {
  /** Questions sent to the model. */
  readonly asked: number;
  readonly answered: number;
  /** Answered without asking. */
  readonly cached: number;
  readonly failures: Readonly<Record<AskedFailure, number>>;
  /** Tokens of prompts and answers, as far as the model's server counts them, else estimated. */
  readonly tokens: number;
  /** Share of the requests of the last five minutes that wanted to ask, in [0, 1]. */
  readonly share: number;
  readonly breakerOpen: boolean;
}

const CACHE_ENTRIES = 5_000;
const CACHE_TTL_MS = 300_000;
/** Rough size of a token in bytes; the server's own count replaces it. */
const BYTES_PER_TOKEN = 4;

/** Asks a model of the pool which route a text belongs to. One lives as long as its policy; {@link close} it then. */
export class LlmRouter {
  readonly #options: LlmRouterOptions;
  readonly #connections: LlmConnections;
  readonly #breaker: CircuitBreaker;
  readonly #budget: LlmBudget;
  readonly #answers: ExpiringMap<LetterProbabilities>;
  readonly #hash = createKeyedHash();
  readonly #failures = { late: 0, down: 0, budget: 0, breaker: 0, unclear: 0, absent: 0 };
  #dialect = 0;
  #asked = 0;
  #answered = 0;
  #cached = 0;
  #tokens = 0;
  #alarmed = false;

  constructor(options: LlmRouterOptions) {
    const now = options.now ?? ((): number => performance.now());
    this.#options = options;
    this.#connections = new LlmConnections(options.address);
    this.#breaker = new CircuitBreaker({ now });
    this.#budget = new LlmBudget({ ...options, now });
    this.#answers = new ExpiringMap({ entries: CACHE_ENTRIES, ttlMs: CACHE_TTL_MS, now });
  }

  /** To be called for every request that is routed, whether it asks or not: what the share is a share of. */
  countRequest(): void {
    this.#budget.countRequest();
    if (this.#alarmed && this.#budget.wantedShare < this.#options.maxShare / 2) this.#alarmed = false;
  }

  /** Never rejects; takes at most the deadline. */
  async askRouter(question: LlmQuestion): Promise<LlmResult> {
    const candidates = question.candidates.slice(0, MAX_CANDIDATES);
    if (candidates.length === 0 || question.text.trim() === '') return this.#fail('absent');
    const key = this.#hash([
      question.registryVersion,
      question.tenant,
      normaliseText(question.text),
      ...candidates.map(({ route }) => route),
    ]);
    const known = this.#answers.get(key);
    if (known !== undefined) {
      this.#cached += 1;
      return { ok: true, scores: scoresOf(known, candidates), cached: true };
    }
    const answer = await this.#askWithin(question, candidates);
    if (typeof answer === 'string') return this.#fail(answer);
    this.#answered += 1;
    this.#answers.set(key, answer);
    return { ok: true, scores: scoresOf(answer, candidates), cached: false };
  }

  get counts(): LlmCounts {
    return {
      asked: this.#asked,
      answered: this.#answered,
      cached: this.#cached,
      failures: { ...this.#failures },
      tokens: this.#tokens,
      share: this.#budget.wantedShare,
      breakerOpen: this.#breaker.isOpen,
    };
  }

  close(): void {
    this.#connections.close();
  }

  #fail(failure: AskedFailure): LlmResult {
    this.#failures[failure] += 1;
    return { ok: false, failure };
  }

  /** Breaker and budget around the question. */
  async #askWithin(
    question: LlmQuestion,
    candidates: readonly LlmCandidate[],
  ): Promise<LetterProbabilities | AskedFailure> {
    this.#budget.countWanted();
    this.#warnOnce();
    const messages = llmMessages(question.text, candidates, this.#options.examples);
    const estimate = Math.ceil(Buffer.byteLength(JSON.stringify(messages)) / BYTES_PER_TOKEN);
    // The budget first: a breaker that lets a probe through must hear of it.
    if (!this.#budget.admit(estimate)) return 'budget';
    if (!this.#breaker.admit()) {
      this.#budget.takeBack(estimate);
      return 'breaker';
    }
    this.#asked += 1;
    const reply = await this.#exchange(messages, candidates.length + 1, question.traceparent);
    const used = typeof reply === 'string' ? estimate : (reply.tokens ?? estimate);
    this.#budget.correct(estimate, used);
    this.#tokens += used;
    const answer = typeof reply === 'string' ? reply : (reply.probabilities ?? 'unclear');
    this.#breaker.report(typeof answer !== 'string');
    return answer;
  }

  /** Speaks the richest dialect that the server takes: one that does not know a field is asked in the next plainer one. */
  async #exchange(
    messages: ReturnType<typeof llmMessages>,
    letters: number,
    traceparent: string | undefined,
  ): Promise<NonNullable<ReturnType<typeof readReply>> | 'late' | 'down'> {
    const signal = AbortSignal.timeout(this.#options.deadlineMs);
    for (let at = this.#dialect; at < DIALECTS.length; at += 1) {
      const dialect = DIALECTS[at] ?? 'plain';
      const response = await this.#post(messages, letters, dialect, traceparent, signal);
      if (!response.ok) return response.failure;
      if (response.status === 504) return 'late';
      if (response.status === 400 || response.status === 422) continue;
      if (response.status !== 200) return 'down';
      this.#dialect = at;
      return readReply(response.text, letters, this.#options.temperature ?? LETTER_TEMPERATURE) ?? 'down';
    }
    return 'down';
  }

  #post(
    messages: ReturnType<typeof llmMessages>,
    letters: number,
    dialect: Dialect,
    traceparent: string | undefined,
    signal: AbortSignal,
  ): Promise<LlmResponse> {
    const names = Array.from({ length: letters }, (_, position) => letterAt(position));
    return this.#connections.post({
      path: '/v1/chat/completions',
      headers: {
        [HEADERS.cluster]: clusterOf(this.#options.model),
        ...(traceparent === undefined || traceparent === '' ? {} : { traceparent }),
      },
      body: llmBody(this.#options.model, messages, names, dialect),
      signal,
    });
  }

  #warnOnce(): void {
    if (this.#alarmed || !this.#budget.isOverrun) return;
    this.#alarmed = true;
    this.#options.onOverrun?.(this.#budget.wantedShare);
  }
}

function scoresOf(letters: LetterProbabilities, candidates: readonly LlmCandidate[]): LlmScores {
  const outOfScope = letters[candidates.length] ?? 0;
  const routes = candidates
    .map(({ route }, at) => ({ route, probability: (letters[at] ?? 0) / Math.max(1 - outOfScope, 1e-9) }))
    .sort((a, b) => b.probability - a.probability);
  return { routes, outOfScope };
}
