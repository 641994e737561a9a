import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Ask } from '../../src/gate/ask.js';
import { createPrefixJudge, type PrefixJudge } from '../../src/gate/judge-prefix.js';
import type { Verdict } from '../../src/gate/verdict.js';
import { sseOf, WHOLE } from './answers.js';
import { buildAsk } from './build.js';

const OPTIONS = { tokens: 8, judging: { bar: 0.5 } };
const ASK = buildAsk('How do tides come about?');

const judgeOf = (ask: Ask = ASK): PrefixJudge => createPrefixJudge(ask, 'chat-completions', OPTIONS);
const pieces = (text: string): readonly Buffer[] =>
  (text.match(/\S+\s*/g) ?? []).map((content) => sseOf([{ choices: [{ delta: { content } }] }]));
const END = sseOf([{ choices: [{ delta: {}, finish_reason: 'stop' }] }, '[DONE]']);

/** Pushes until there is a verdict, and says how many pieces it took. */
function pushAll(judge: PrefixJudge, chunks: readonly Buffer[]): readonly [Verdict | undefined, number] {
  for (const [at, chunk] of chunks.entries()) {
    const verdict = judge.push(chunk);
    if (verdict !== undefined) return [verdict, at + 1];
  }
  return [undefined, chunks.length];
}

const GOOD = 'The moon pulls on the water of the sea, and so the water rises below it.';

describe('createPrefixJudge', () => {
  it('releases a good beginning once its tokens are there', () => {
    const [verdict, count] = pushAll(judgeOf(), pieces(GOOD));
    assert.equal(count, OPTIONS.tokens);
    assert.ok(verdict?.pass);
  });

  for (const [what, ask, text, reason] of [
    ['a refusal', ASK, "I'm sorry, but I can't help with that request today.", 'refusal'],
    ['control tokens', ASK, 'It is <|im_start|> the <|im_end|> moon that pulls on water.', 'template_tokens'],
    ['prose for JSON', buildAsk('x', { responseFormat: 'json_object' }), GOOD, 'invalid_json'],
    ['a loop', ASK, 'waterwaterwaterwater'.repeat(20), 'repetition'],
  ] as const) {
    it(`rejects ${what}`, () => {
      const [verdict] = pushAll(judgeOf(ask), pieces(text));
      assert.ok(verdict !== undefined && !verdict.pass);
      assert.equal(verdict.reasons[0], reason);
    });
  }

  it('releases JSON that begins as such', () => {
    const ask = buildAsk('x', { responseFormat: 'json_object' });
    assert.ok(pushAll(judgeOf(ask), pieces('{"a": 1, "b": 2, "c": 3, "d": 4}'))[0]?.pass);
  });

  it('judges a short answer whole when it ends', () => {
    const judge = judgeOf();
    assert.equal(pushAll(judge, [...pieces('By the moon.'), END])[0], undefined);
    assert.ok(judge.end().pass);
  });

  it('rejects an answer that ends empty', () => {
    const judge = judgeOf();
    assert.equal(judge.push(END), undefined);
    assert.deepEqual([judge.end().pass, judge.end().reasons], [false, ['empty']]);
  });

  it('rejects an answer that stops before its end, and one that turns into an error', () => {
    const cut = judgeOf();
    pushAll(cut, pieces('By the'));
    assert.deepEqual(cut.end().reasons, ['unreadable']);
    const verdict = judgeOf().push(sseOf([{ error: { message: 'overloaded' } }]));
    assert.deepEqual([verdict?.pass, verdict?.reasons], [false, ['unreadable']]);
  });

  it('lets a tool call pass at once', () => {
    const call = { choices: [{ delta: { tool_calls: [{ index: 0, function: { name: 'f' } }] } }] };
    assert.ok(judgeOf().push(sseOf([call]))?.pass);
  });

  it('judges what came when it must not hold any longer', () => {
    const good = judgeOf();
    assert.equal(good.expire().stage, 'none');
    pushAll(good, pieces('By the moon'));
    assert.ok(good.expire().pass);
    const bad = judgeOf();
    pushAll(bad, pieces("I'm sorry, but I can't"));
    assert.ok(!bad.expire().pass);
  });

  it('reads an answer that is no stream at its end', () => {
    const judge = judgeOf(buildAsk('Say it.'));
    const body = Buffer.from(JSON.stringify(WHOLE['chat-completions']));
    assert.equal(judge.push(body.subarray(0, 30)), undefined);
    assert.equal(judge.push(body.subarray(30)), undefined);
    assert.ok(judge.end().pass);
  });

  it('takes bytes that are cut anywhere', () => {
    const bytes = Buffer.concat([...pieces('Der Mond zieht das Wasser über Füße 🙂 hoch, sehr hoch.')]);
    const judge = judgeOf(buildAsk('x'));
    const [verdict] = pushAll(
      judge,
      Array.from(bytes, (byte) => Buffer.from([byte])),
    );
    assert.ok(verdict?.pass);
  });
});
