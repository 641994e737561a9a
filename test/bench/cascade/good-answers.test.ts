import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ANSWER_SIZES } from '../../../bench/cascade/cascade-figures.js';
import {
  CODE_PROMPT,
  codeAnswer,
  completionOf,
  PROSE_PROMPT,
  proseAnswer,
} from '../../../bench/cascade/good-answers.js';
import { judgeAnswer } from '../../../src/gate/judge-answer.js';
import { readAnswer } from '../../../src/gate/reading/read-answer.js';

describe('good answers', () => {
  const answers = [
    ...ANSWER_SIZES.map((bytes) => ['prose', PROSE_PROMPT, proseAnswer(bytes), bytes] as const),
    ['code', CODE_PROMPT, codeAnswer(8192), 8192] as const,
  ];
  for (const [kind, prompt, text, bytes] of answers) {
    it(`${kind} of ${bytes} bytes is nearly as long, and no check finds anything`, () => {
      assert.ok(text.length <= bytes && text.length > bytes - 300, String(text.length));
      const read = readAnswer('chat-completions', completionOf(text), { contentType: 'application/json' });
      assert.ok(read.ok);
      assert.equal(read.value.text, text);
      const ask = { prompt, system: '', responseFormat: 'text', tools: [] } as const;
      const { verdict, findings } = judgeAnswer(ask, read.value, { bar: 0 });
      assert.deepEqual(findings, []);
      assert.equal(verdict.pass, true);
    });
  }
});
