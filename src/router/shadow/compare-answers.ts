import { isDeepStrictEqual } from 'node:util';
import type { Encoder } from '../../embed/encoder.js';
import type { Answer } from '../../gate/answer.js';
import type { GateScorer } from '../../gate/gate-scorer.js';
import { judgeAnswer } from '../../gate/judge-answer.js';
import { agreeInEnd } from '../../gate/opinions/agreement.js';
import { readAnswer } from '../../gate/reading/read-answer.js';
import { dot } from '../../heads/matrix.js';
import { costOf } from '../../outcome/cost.js';
import type { AnswerComparison } from '../../record/comparison.js';
import { estimateTokens } from '../../request/token-estimate.js';
import type { OpenShadow } from './open-shadow.js';

/** An answer as Envoy showed it. */
export interface ShownAnswer {
  /** Pool name of the model that gave it. */
  readonly model: string;
  readonly status: number;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

export interface Comparers {
  /** The trained gate; without it the findings alone make the scores. */
  readonly scorer?: GateScorer | undefined;
  /** Without it, texts that come to no option, number or JSON are not compared. */
  readonly encoder?: Encoder | undefined;
}

export type Compared = Omit<AnswerComparison, 'decision' | 'kind' | 'at' | 'preferred'>;

/** Nobody waits for the comparison. */
const EMBED_MS = 10_000;

/**
 * Compares the answer to a request with that to its copy: the gate's score of both, and whether they say the same: the same
 * tool calls, words, option, number or JSON are 1, another option, number or JSON 0, and else the cosine of their
 * embeddings counts, at least 0.
 *
 * @returns `undefined` when one of them is an error or cannot be read, or both are of one model
 */
export async function compareAnswers(
  open: OpenShadow,
  delivered: ShownAnswer,
  copied: ShownAnswer,
  { scorer, encoder }: Comparers,
): Promise<Compared | undefined> {
  if (delivered.model === copied.model || delivered.model === '') return undefined;
  const [answer, reference] = [readShown(open, delivered), readShown(open, copied)];
  if (answer === undefined || reference === undefined) return undefined;
  const scoreOf = (given: Answer): number => judgeAnswer(open.ask, given, { bar: 0.5, scorer }).verdict.score;
  const { inputTokens = open.tokenEstimate, outputTokens = estimateTokens([reference.text]) } = reference;
  return {
    model: delivered.model,
    reference: copied.model,
    score: scoreOf(answer),
    referenceScore: scoreOf(reference),
    agreement: await agreementOf(answer, reference, encoder),
    costUsd: costOf(open.price, { inputTokens, outputTokens }) ?? 0,
  };
}

function readShown({ endpoint }: OpenShadow, { status, headers, body }: ShownAnswer): Answer | undefined {
  if (status !== 200) return undefined;
  const read = readAnswer(endpoint, body, {
    contentType: headers.get('content-type'),
    contentEncoding: headers.get('content-encoding'),
  });
  return read.ok ? read.value : undefined;
}

async function agreementOf(one: Answer, other: Answer, encoder: Encoder | undefined): Promise<number | null> {
  if (one.toolCalls.length > 0 || other.toolCalls.length > 0) {
    return isDeepStrictEqual(callsOf(one), callsOf(other)) ? 1 : 0;
  }
  const [first, second] = [one.text.trim(), other.text.trim()];
  if (first === second) return 1;
  const marked = agreeInEnd(first, second);
  if (marked !== undefined) return marked ? 1 : 0;
  const embedded = await Promise.all([encoder?.embed(first, EMBED_MS), encoder?.embed(second, EMBED_MS)]);
  const [a, b] = embedded;
  if (a?.ok !== true || b?.ok !== true) return null;
  // Of unit vectors it is the cosine.
  return Math.max(0, Math.min(1, dot(a.vector, 0, b.vector)));
}

/** Arguments that differ in white space or in the order of their keys are the same. */
function callsOf({ toolCalls }: Answer): unknown {
  return toolCalls.map((call) => {
    try {
      return { name: call.name, arguments: JSON.parse(call.arguments) as unknown };
    } catch {
      return call;
    }
  });
}
