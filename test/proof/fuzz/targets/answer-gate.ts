import assert from 'node:assert/strict';
import { deflateSync, gzipSync, brotliCompressSync } from 'node:zlib';
import fc from 'fast-check';
import type { Ask } from '../../../../src/gate/ask.js';
import { GATE_REASONS } from '../../../../src/gate/gate-reason.js';
import type { GateScorer } from '../../../../src/gate/gate-scorer.js';
import { readGateScorer } from '../../../../src/gate/head/gate-head.js';
import { judgeAnswer, judgeUnreadable } from '../../../../src/gate/judge-answer.js';
import { createPrefixJudge } from '../../../../src/gate/judge-prefix.js';
import { readAnswer } from '../../../../src/gate/reading/read-answer.js';
import type { Verdict } from '../../../../src/gate/verdict.js';
import type { Endpoint } from '../../../../src/request/request-view.js';
import { escalate } from '../../../../src/router/cascade/escalation.js';
import { defineTarget } from '../fuzz-target.js';
import { streamBytes, wholeBytes } from '../grammar/answer-bytes.js';
import { chunksOf, cuts } from '../grammar/damaged-bytes.js';
import { hostileText } from '../grammar/hostile-text.js';
import { assertProblem } from './parse-request.js';
import { anEndpoint } from './sse-splitter.js';

interface GateInput {
  readonly endpoint: Endpoint;
  readonly bytes: Buffer;
  readonly contentType: string;
  readonly encoding: string;
  readonly cuts: readonly number[];
  readonly ask: Ask;
  readonly bar: number;
  readonly hold: number;
}

const schema = fc.constantFrom<unknown>(
  true,
  { type: 'object', properties: { a: { type: 'string', pattern: '^(a+)+$' } }, required: ['a'] },
  { $ref: '#' },
  { $async: true },
  { type: 'nothing' },
  { allOf: [{ $ref: '#/definitions/x' }] },
);

const ask: fc.Arbitrary<Ask> = fc.record(
  {
    prompt: hostileText,
    system: hostileText,
    responseFormat: fc.constantFrom('text', 'text', 'json_object', 'json_schema'),
    tools: fc.array(fc.record({ name: fc.constantFrom('find', 'book', ''), parameters: schema }), {
      maxLength: 2,
    }),
    schema,
    maxTokens: fc.constantFrom(0, 1, 256),
  },
  { requiredKeys: ['prompt', 'system', 'responseFormat', 'tools'] },
);

export const answerGateTarget = defineTarget<GateInput>({
  name: 'answer-gate',
  claim:
    'Whatever an upstream answers, the gate reads it or says why not, and gives a verdict with a score in [0, 1] and reasons of the closed set; a beginning that is judged while it comes never throws either.',
  weight: 6,
  arbitrary: anEndpoint.chain((endpoint) =>
    fc.record({
      endpoint: fc.constant(endpoint),
      bytes: fc.oneof(wholeBytes(endpoint), streamBytes(endpoint)),
      contentType: fc.constantFrom(
        'application/json',
        'text/event-stream; charset=utf-8',
        '',
        'Text/Event-Stream',
      ),
      encoding: fc.constantFrom('', '', '', 'identity', 'gzip', 'deflate', 'br', ' GZIP ', 'zstd', 'damaged'),
      cuts,
      ask,
      bar: fc.constantFrom(0, 0.5, 0.8, 1),
      hold: fc.constantFrom(1, 8, 32),
    }),
  ),
  prepare: async () => {
    const scorer = await readGateScorer();
    assert.ok(scorer.ok);
    return (input) => {
      judgeWhole(input, scorer.value);
      judgeBeginning(input, scorer.value);
    };
  },
});

function judgeWhole(
  { endpoint, bytes, contentType, encoding, ask: asked, bar }: GateInput,
  scorer: GateScorer,
): void {
  const [body, contentEncoding] = encoded(bytes, encoding);
  const read = readAnswer(endpoint, body, { contentType, contentEncoding });
  if (!read.ok) {
    assertProblem(read.problem);
    assertVerdict(judgeUnreadable(read.problem));
    return;
  }
  for (const count of [read.value.inputTokens ?? 0, read.value.outputTokens ?? 0])
    assert.ok(Number.isSafeInteger(count));
  assertVerdict(judgeAnswer(asked, read.value, { bar, width: 0.1 }).verdict);
  assertVerdict(judgeAnswer(asked, read.value, { bar, scorer }).verdict);
}

function judgeBeginning(
  { endpoint, bytes, cuts: places, ask: asked, bar, hold }: GateInput,
  scorer: GateScorer,
): void {
  const judge = createPrefixJudge(asked, endpoint, { tokens: hold, judging: { bar, scorer } });
  for (const chunk of chunksOf(bytes, places)) {
    const verdict = judge.push(chunk);
    if (verdict === undefined) continue;
    assertVerdict(verdict);
    return;
  }
  assertVerdict(judge.expire());
  assertVerdict(judge.end());
}

function encoded(bytes: Buffer, encoding: string): readonly [Buffer, string | undefined] {
  switch (encoding.trim().toLowerCase()) {
    case 'gzip':
      return [gzipSync(bytes, { level: 1 }), encoding];
    case 'deflate':
      return [deflateSync(bytes, { level: 1 }), encoding];
    case 'br':
      return [brotliCompressSync(bytes.subarray(0, 200)), encoding];
    case 'damaged':
      return [bytes, 'gzip'];
    default:
      return [bytes, encoding === '' ? undefined : encoding];
  }
}

function assertVerdict({ pass, score, reasons, tokens, microseconds }: Verdict): void {
  assert.equal(typeof pass, 'boolean');
  assert.ok(score >= 0 && score <= 1, `score ${score}`);
  for (const reason of reasons) assert.ok(Object.hasOwn(GATE_REASONS, reason), reason);
  assert.ok(tokens >= 0 && microseconds >= 0);
}

interface EscalationInput {
  readonly chain: readonly string[];
  readonly attempt: number;
  readonly down: readonly string[];
}

export const escalationTarget = defineTarget<EscalationInput>({
  name: 'escalation',
  claim:
    'A rejected answer goes to a tier that is not known to be down, or is delivered; attempts that were made stay in the chain.',
  weight: 6,
  arbitrary: fc.record({
    chain: fc.array(fc.constantFrom('tier/small', 'tier/medium', 'model/large', 'other', ''), {
      maxLength: 6,
    }),
    attempt: fc.integer({ min: 0, max: 8 }),
    down: fc.uniqueArray(fc.constantFrom('small', 'medium', 'large', '')),
  }),
  prepare:
    () =>
    ({ chain, attempt, down }) => {
      const result = escalate(chain, attempt, (model) => (down.includes(model) ? 'unhealthy' : 'healthy'));
      if (result?.chain === undefined) return;
      assert.deepEqual(result.chain.slice(0, attempt), chain.slice(0, attempt));
      assert.ok(result.chain.length > attempt, 'a chain without a next tier');
      for (const cluster of result.chain.slice(attempt)) {
        assert.ok(chain.includes(cluster) && !down.includes(cluster.replace(/^(?:tier|model)\//, '')));
      }
    },
});
