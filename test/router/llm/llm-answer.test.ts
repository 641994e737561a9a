import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { WORD_ALONE, WORD_TEMPERATURE } from '../../../src/gate/opinions/word-reply.js';
import { type LlmReply, readReply } from '../../../src/router/llm/llm-answer.js';

function read(text: string, letters: number): LlmReply | undefined {
  return readReply(Buffer.from(text), letters);
}

/** A chat completion of one token, with the probabilities of what it could have been. */
function completion(content: string | null, probabilities?: Readonly<Record<string, number>>): string {
  const top = Object.entries(probabilities ?? {}).map(([token, probability]) => ({
    token,
    logprob: Math.log(probability),
  }));
  const logprobs = probabilities && { content: [{ token: content, top_logprobs: top }] };
  const choice = { message: { content }, logprobs: logprobs ?? null };
  return JSON.stringify({ choices: [choice], usage: { total_tokens: 120 } });
}

/** Probabilities as they are after the temperature. */
function flattened(...probabilities: readonly number[]): readonly number[] {
  const weights = probabilities.map((probability) => probability ** (1 / WORD_TEMPERATURE));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

function assertNear(actual: readonly number[] | undefined, expected: readonly number[]): void {
  assert.equal(actual?.length, expected.length);
  for (const [at, value] of expected.entries()) {
    assert.ok(Math.abs((actual[at] ?? NaN) - value) < 1e-6, `${actual.join()} is not ${expected.join()}`);
  }
}

describe('readReply', () => {
  it('reads the probabilities of the letters, flattened by the temperature', () => {
    const reply = read(completion('B', { B: 0.6, A: 0.3, C: 0.1 }), 3);
    assertNear(reply?.probabilities, flattened(0.3, 0.6, 0.1));
    assert.equal(reply?.tokens, 120);
  });

  it('adds up the spellings of a letter, and takes no small one', () => {
    const spelt = { B: 0.3, ' B': 0.2, '(A': 0.2, 'A.': 0.1, a: 0.15, Because: 0.05 };
    assertNear(read(completion(' B', spelt), 2)?.probabilities, flattened(0.3, 0.5));
  });

  it('gives a letter that is not listed what the least listed token has', () => {
    assertNear(
      read(completion('A', { A: 0.8, B: 0.15, x: 0.05 }), 3)?.probabilities,
      flattened(0.8, 0.15, 0.05),
    );
    const listed = [
      { token: 'A', logprob: 0 },
      { token: 'x', logprob: -9999 },
    ];
    const choice = { message: { content: 'A' }, logprobs: { content: [{ top_logprobs: listed }] } };
    const reply = read(JSON.stringify({ choices: [choice] }), 2);
    assert.ok((reply?.probabilities?.[0] ?? 0) > 0.99);
    assert.equal(reply?.tokens, undefined);
  });

  it('takes the letter alone, modestly, without log probabilities or when they are about something else', () => {
    const rest = (1 - WORD_ALONE) / 2;
    const modest = [rest, WORD_ALONE, rest];
    assertNear(read(completion('B.'), 3)?.probabilities, modest);
    assertNear(read(completion('B', { The: 0.9, B: 0.05 }), 3)?.probabilities, modest);
  });

  it('is unclear about anything else', () => {
    for (const content of ['The', 'D', 'AB', '', null]) {
      assert.deepEqual(read(completion(content), 3), { probabilities: undefined, tokens: 120 });
    }
    assert.equal(read(completion('The', { The: 0.9, A: 0.05 }), 3)?.probabilities, undefined);
  });

  it('is nothing for what is no chat completion', () => {
    for (const text of ['', '[]', '7', '{"choices":[]}', '{"error":{}}', '{"choices":[nu']) {
      assert.equal(read(text, 3), undefined, text);
    }
    const odd = '{"choices":[{"message":7,"logprobs":{"content":[{"top_logprobs":[1,{"token":1}]}]}}]}';
    assert.deepEqual(read(odd, 3), { probabilities: undefined, tokens: undefined });
  });
});
