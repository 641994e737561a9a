import type { RegistryConsistency, RegistryVerifier } from '../../config/registry.js';
import { agreement } from '../../gate/opinions/agreement.js';
import type { Answer } from '../../gate/answer.js';
import { readAnswer } from '../../gate/reading/read-answer.js';
import { type VerifierDialect, verifierBody, verifierMessages } from '../../gate/opinions/verifier-prompt.js';
import { readVerifierReply, type VerifierReply } from '../../gate/opinions/verifier-reply.js';
import type { Verdict } from '../../gate/verdict.js';
import { clusterOf, HEADERS } from '../../mutation/wire-names.js';
import { CircuitBreaker } from '../circuit-breaker.js';
import { type InternalAddress, LlmConnections, type LlmResponse } from '../llm/llm-call.js';
import type { OpenCascade } from './open-cascade.js';
import { sampleBody } from './sample-body.js';

/** From the richest: a server that does not know a field is asked in the next plainer one. */
const DIALECTS: readonly VerifierDialect[] = ['vllm', 'openai', 'plain'];

/** What a server says of fields that it does not know. */
const NOT_UNDERSTOOD = [400, 422];

/** Asks models of the pool about answers, through Envoy. Where none says anything in time, the verdict stays as it was. */
export class SecondOpinions {
  readonly #connections: LlmConnections;
  readonly #breakers = new Map<string, CircuitBreaker>();

  /** @param address Envoy's internal listener: we never call a model ourselves */
  constructor(address: InternalAddress) {
    this.#connections = new LlmConnections(address);
  }

  /** Asks the verifier whether the answer is good. Never rejects. */
  async verify(
    open: OpenCascade,
    { model, deadlineMs }: RegistryVerifier,
    answer: Answer,
    verdict: Verdict,
  ): Promise<Verdict> {
    const startedAt = performance.now();
    const breaker = this.#breakerOf(model);
    if (!breaker.admit()) return verdict;
    const reply = await this.#askVerifier(open, model, answer, AbortSignal.timeout(deadlineMs));
    breaker.report(reply !== undefined);
    if (reply === undefined) return verdict;
    if (reply.probability === undefined) return spent(verdict, reply.tokens);
    const score = pooled(verdict.score, reply.probability);
    const pass = score >= open.cascade.gate.bar;
    const reasons = verdict.reasons.filter((reason) => reason !== 'low_score');
    return {
      ...spent(verdict, reply.tokens),
      ...{ pass, score, stage: 'verifier', microseconds: since(startedAt, verdict) },
      reasons: pass ? reasons : ['verifier', ...reasons],
    };
  }

  /** Asks the tier's model again and compares. Never rejects. */
  async compare(
    open: OpenCascade,
    model: string,
    { samples, maxTokens, deadlineMs, agreement: least }: RegistryConsistency,
    answer: Answer,
    verdict: Verdict,
  ): Promise<Verdict> {
    const startedAt = performance.now();
    const body = sampleBody(open, model, maxTokens);
    if (body === undefined) return verdict;
    const signal = AbortSignal.timeout(deadlineMs);
    const asked = Array.from({ length: samples }, () => this.#sample(open, model, body, signal));
    const answers = (await Promise.all(asked)).filter((sample) => sample !== undefined);
    const tokens = answers.reduce(
      (sum, { inputTokens = 0, outputTokens = 0 }) => sum + inputTokens + outputTokens,
      0,
    );
    if (answers.length === 0) return verdict;
    const share = agreement(
      answer.text,
      answers.map(({ text }) => text),
    );
    const isConsistent = share >= least;
    const judged: Verdict = {
      ...spent(verdict, tokens),
      stage: 'consistency',
      microseconds: since(startedAt, verdict),
    };
    if (isConsistent) return judged;
    return {
      ...judged,
      pass: false,
      score: Math.min(verdict.score, share),
      reasons: ['inconsistent', ...verdict.reasons],
    };
  }

  close(): void {
    this.#connections.close();
  }

  #breakerOf(model: string): CircuitBreaker {
    const known = this.#breakers.get(model);
    if (known !== undefined) return known;
    const breaker = new CircuitBreaker({ now: () => performance.now() });
    this.#breakers.set(model, breaker);
    return breaker;
  }

  async #askVerifier(
    open: OpenCascade,
    model: string,
    answer: Answer,
    signal: AbortSignal,
  ): Promise<VerifierReply | undefined> {
    const messages = verifierMessages(open.ask, answer);
    for (const dialect of DIALECTS) {
      const response = await this.#post(open, model, verifierBody(model, messages, dialect), signal);
      if (!response.ok) return undefined;
      if (response.status === 200) return readVerifierReply(Buffer.from(response.text));
      if (!NOT_UNDERSTOOD.includes(response.status)) return undefined;
    }
    return undefined;
  }

  async #sample(
    open: OpenCascade,
    model: string,
    body: string,
    signal: AbortSignal,
  ): Promise<Answer | undefined> {
    const response = await this.#post(open, model, body, signal);
    if (!response.ok || response.status !== 200) return undefined;
    const read = readAnswer('chat-completions', Buffer.from(response.text), {});
    return read.ok ? read.value : undefined;
  }

  #post(
    { traceparent }: OpenCascade,
    model: string,
    body: string,
    signal: AbortSignal,
  ): Promise<LlmResponse> {
    const headers = { [HEADERS.cluster]: clusterOf(model), ...(traceparent !== '' && { traceparent }) };
    return this.#connections.post({ path: '/v1/chat/completions', headers, body, signal });
  }
}

/** Two opinions that count alike: the mean of their log odds. */
function pooled(one: number, other: number): number {
  const odds = (p: number): number => Math.log(Math.max(p, 1e-6) / Math.max(1 - p, 1e-6));
  return 1 / (1 + Math.exp(-(odds(one) + odds(other)) / 2));
}

function spent(verdict: Verdict, tokens: number): Verdict {
  return { ...verdict, tokens: verdict.tokens + tokens };
}

function since(startedAt: number, { microseconds }: Verdict): number {
  return microseconds + Math.round((performance.now() - startedAt) * 1_000);
}
