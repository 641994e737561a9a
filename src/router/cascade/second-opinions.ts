import type { RegistryConsistency, RegistryVerifier } from '../../config/registry.js';
import { agreement } from '../../gate/opinions/agreement.js';
import type { Answer } from '../../gate/answer.js';
import { readAnswer } from '../../gate/reading/read-answer.js';
import { verifierMessages } from '../../gate/opinions/verifier-prompt.js';
import { readVerifierReply, type VerifierReply } from '../../gate/opinions/verifier-reply.js';
import type { Verdict } from '../../gate/verdict.js';
import { askForWord } from '../ask/ask-for-word.js';
import { CircuitBreaker } from '../ask/circuit-breaker.js';
import { type InternalAddress, ModelConnections } from '../ask/model-connections.js';
import type { OpenCascade } from './open-cascade.js';
import { sampleBody } from './sample-body.js';

/** Asks models of the pool about answers, through Envoy. Where none says anything in time, the verdict stays as it was. */
export class SecondOpinions {
  readonly #connections: ModelConnections;
  readonly #breakers = new Map<string, CircuitBreaker>();

  /** @param address Envoy's internal listener: we never call a model ourselves */
  constructor(address: InternalAddress) {
    this.#connections = new ModelConnections(address);
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
    { ask, traceparent }: OpenCascade,
    model: string,
    answer: Answer,
    signal: AbortSignal,
  ): Promise<VerifierReply | undefined> {
    const question = { model, messages: verifierMessages(ask, answer), words: ['yes', 'no'] };
    const { response } = await askForWord(this.#connections, { ...question, traceparent, signal });
    return response.ok && response.status === 200 ? readVerifierReply(response.body) : undefined;
  }

  async #sample(
    { traceparent }: OpenCascade,
    model: string,
    body: string,
    signal: AbortSignal,
  ): Promise<Answer | undefined> {
    const response = await this.#connections.post({ model, body, traceparent, signal });
    if (!response.ok || response.status !== 200) return undefined;
    const read = readAnswer('chat-completions', response.body, {});
    return read.ok ? read.value : undefined;
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
