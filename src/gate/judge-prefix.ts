import type { Endpoint } from '../request/request-view.js';
import type { Answer } from './answer.js';
import { MAX_ANSWER_BYTES } from './reading/answer-limits.js';
import { AnswerStream } from './reading/answer-stream.js';
import type { Ask } from './ask.js';
import { runPrefixChecks } from './checks.js';
import type { Finding } from './finding.js';
import { scoreFindings } from './gate-scorer.js';
import { judgeAnswer, judgeUnreadable, REJECTING_STRENGTH, type Judging } from './judge-answer.js';
import { readAnswer } from './reading/read-answer.js';
import type { Verdict } from './verdict.js';

export interface PrefixOptions {
  /** Tokens of text that are held and judged. */
  readonly tokens: number;
  /** How a whole answer is judged: one that ends before the tokens are there. */
  readonly judging: Judging;
}

/** Judges the beginning of a streamed answer. Ask no more once there is a verdict. */
export interface PrefixJudge {
  /** Takes the next bytes, not compressed; a verdict as soon as there is enough to judge. Never throws. */
  push(chunk: Buffer): Verdict | undefined;
  /** The verdict on an answer that ended before. */
  end(): Verdict;
  /** The verdict on what came so far, when the answer must not be held any longer; nothing at all passes unjudged. */
  expire(): Verdict;
}

/**
 * Watches a streamed answer until its first tokens are there. A call of a tool lets it pass: only the whole call could
 * be judged. An upstream that answers with JSON, although it was asked for a stream, is held to its end.
 */
export function createPrefixJudge(ask: Ask, endpoint: Endpoint, options: PrefixOptions): PrefixJudge {
  const stream = new AnswerStream(endpoint);
  const held: Buffer[] = [];
  let bytes = 0;
  const judgeSoFar = (): Verdict => judgeBeginning(ask, stream, options.judging.bar);
  return {
    push: (chunk) => {
      stream.push(chunk);
      bytes += chunk.length;
      if (stream.events === 0) held.push(chunk);
      if (stream.isBroken) return UNREADABLE;
      if (bytes > MAX_ANSWER_BYTES) return PASSED;
      if (stream.hasToolCall) return PASSED;
      return stream.tokens >= options.tokens ? judgeSoFar() : undefined;
    },
    end: () => {
      stream.end();
      if (stream.events === 0) {
        const read = readAnswer(endpoint, Buffer.concat(held), {});
        return read.ok
          ? judgeAnswer(ask, read.value, options.judging).verdict
          : judgeUnreadable(read.problem);
      }
      const { answer } = stream;
      const isWhole = stream.isFinished || answer.finish !== 'unknown';
      return stream.isBroken || !isWhole ? UNREADABLE : judgeAnswer(ask, answer, options.judging).verdict;
    },
    expire: () => (stream.isBroken ? UNREADABLE : stream.tokens === 0 ? PASSED : judgeSoFar()),
  };
}

const PASSED: Verdict = { pass: true, score: 1, reasons: [], stage: 'none', microseconds: 0, tokens: 0 };
const UNREADABLE: Verdict = {
  pass: false,
  score: 0,
  reasons: ['unreadable'],
  stage: 'contract',
  microseconds: 0,
  tokens: 0,
};

function judgeBeginning(ask: Ask, stream: AnswerStream, bar: number): Verdict {
  const startedAt = performance.now();
  const { answer } = stream;
  const broken = brokenBeginning(ask, answer);
  const findings = broken === undefined ? runPrefixChecks(ask, answer) : [broken];
  const score = broken === undefined ? scoreFindings(ask, answer, findings) : 0;
  const isRejected = (findings[0]?.strength ?? 0) >= REJECTING_STRENGTH || score < bar;
  return {
    // The trained gate knows whole answers only: with nothing found, a bar above the prior would reject everything.
    pass: findings.length === 0 || !isRejected,
    score,
    reasons: findings.map(({ reason }) => reason),
    stage: broken === undefined ? 'heuristic' : 'contract',
    microseconds: Math.round((performance.now() - startedAt) * 1_000),
    tokens: 0,
  };
}

/** JSON was asked for, and something else begins. */
function brokenBeginning(ask: Ask, answer: Answer): Finding | undefined {
  if (ask.responseFormat === 'text' || ask.jsonMayBeWrapped === true) return undefined;
  const text = answer.text.trimStart();
  const isJson = ask.responseFormat === 'json_object' ? /^[{[]/ : /^(?:[{["\d-]|true|false|null)/;
  return text === '' || isJson.test(text) ? undefined : { reason: 'invalid_json', strength: 1 };
}
