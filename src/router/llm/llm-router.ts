import { ExpiringMap } from '../../decision/memory/expiring-map.js';
import { createKeyedHash } from '../../decision/memory/keyed-hash.js';
import { normaliseText } from '../../decision/memory/normalise-text.js';
import type { RouteScores } from '../../signals/routes/route-scores.js';
import type { LlmFailure } from '../../signals/signal.js';
import { askForWord } from '../ask/ask-for-word.js';
import { CircuitBreaker } from '../ask/circuit-breaker.js';
import { type InternalAddress, ModelConnections } from '../ask/model-connections.js';
import { type LetterProbabilities, type LlmReply, readReply } from './llm-answer.js';
import { LlmBudget } from './llm-budget.js';
import { llmMessages } from './llm-prompt.js';
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
  | { readonly ok: true; readonly scores: RouteScores; readonly cached: boolean }
  | { readonly ok: false; readonly failure: AskedFailure };

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
  readonly #connections: ModelConnections;
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
    this.#connections = new ModelConnections(options.address);
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
    const reply = await this.#ask(messages, candidates.length + 1, question.traceparent);
    const used = typeof reply === 'string' ? estimate : (reply.tokens ?? estimate);
    this.#budget.correct(estimate, used);
    this.#tokens += used;
    const answer = typeof reply === 'string' ? reply : (reply.probabilities ?? 'unclear');
    this.#breaker.report(typeof answer !== 'string');
    return answer;
  }

  /** One letter, of as many as there are candidates and one more. */
  async #ask(
    messages: ReturnType<typeof llmMessages>,
    letters: number,
    traceparent: string | undefined,
  ): Promise<LlmReply | 'late' | 'down'> {
    const { model, deadlineMs } = this.#options;
    const words = Array.from({ length: letters }, (_, position) => letterAt(position));
    const signal = AbortSignal.timeout(deadlineMs);
    const question = { model, messages, words, traceparent, signal };
    const { response, dialect } = await askForWord(this.#connections, question, this.#dialect);
    if (!response.ok) return response.failure;
    if (response.status === 504) return 'late';
    if (response.status !== 200) return 'down';
    this.#dialect = dialect;
    return readReply(response.body, letters) ?? 'down';
  }

  #warnOnce(): void {
    if (this.#alarmed || !this.#budget.isOverrun) return;
    this.#alarmed = true;
    this.#options.onOverrun?.(this.#budget.wantedShare);
  }
}

function scoresOf(letters: LetterProbabilities, candidates: readonly LlmCandidate[]): RouteScores {
  const outOfScope = letters[candidates.length] ?? 0;
  const routes = candidates
    .map(({ route }, at) => ({ route, probability: (letters[at] ?? 0) / Math.max(1 - outOfScope, 1e-9) }))
    .sort((a, b) => b.probability - a.probability);
  return { routes, outOfScope };
}
