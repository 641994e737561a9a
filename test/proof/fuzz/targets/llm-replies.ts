import assert from 'node:assert/strict';
import fc from 'fast-check';
import { agreement } from '../../../../src/gate/opinions/agreement.js';
import { readVerifierReply } from '../../../../src/gate/opinions/verifier-reply.js';
import { readReply } from '../../../../src/router/llm/llm-answer.js';
import { defineTarget } from '../fuzz-target.js';
import { damagedBytes } from '../grammar/damaged-bytes.js';
import { hostileText } from '../grammar/hostile-text.js';
import { jsonValue } from '../grammar/json-text.js';

const token = fc.constantFrom(' A', 'B', '(C)', 'yes', 'ĠNo', '▁yes', ' YES', 'Z', '', 'a');
const logprob = fc.constantFrom<unknown>(-0.1, 0, -9999, 5, null, '1', -1e308, -1e-320);
const entry = fc.oneof(
  { weight: 9, arbitrary: fc.record({ token, logprob }) },
  { weight: 1, arbitrary: fc.constant(null) },
);
const reply = fc
  .record({
    content: fc.oneof(fc.constantFrom('A', 'yes', 'No.', ' (B) ', '**yes**'), hostileText),
    listed: fc.array(entry, { maxLength: 6 }),
    total: fc.constantFrom('7', '-1', '1e400', '"3"', 'null'),
  })
  .map(({ content, listed, total }) => {
    const choices = [{ message: { content }, logprobs: { content: [{ top_logprobs: listed }] } }];
    return `{"choices":${JSON.stringify(choices)},"usage":{"total_tokens":${total}}}`;
  });

export const llmRepliesTarget = defineTarget({
  name: 'llm-replies',
  claim:
    'Whatever a model answers that is asked for a route, a verdict or a sample, probabilities are probabilities.',
  weight: 4,
  arbitrary: fc.record({
    body: damagedBytes(fc.oneof({ weight: 5, arbitrary: reply }, { weight: 1, arbitrary: jsonValue })),
    letters: fc.integer({ min: 2, max: 20 }),
    samples: fc.array(hostileText, { maxLength: 3 }),
    answer: fc.oneof(hostileText, jsonValue),
  }),
  prepare:
    () =>
    ({ body, letters, samples, answer }) => {
      const probability = readVerifierReply(body)?.probability;
      assert.ok(probability === undefined || (probability >= 0 && probability <= 1), String(probability));
      const read = readReply(body, letters);
      const tokens = read?.tokens ?? 0;
      assert.ok(tokens >= 0 && Number.isFinite(tokens), `tokens ${tokens}`);
      const sum = read?.probabilities?.reduce((total, one) => total + one, 0) ?? 1;
      assert.ok(Math.abs(sum - 1) < 1e-6, `probabilities sum to ${sum}`);
      for (const one of read?.probabilities ?? []) assert.ok(one >= 0 && one <= 1);
      const share = agreement(answer, samples);
      assert.ok(share >= 0 && share <= 1);
    },
});
