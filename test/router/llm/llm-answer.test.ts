import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  fitLetterTemperature,
  LETTER_CONFIDENCE,
  LETTER_TEMPERATURE,
  readReply,
} from '../../../src/router/llm/llm-answer.js';

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

function assertNear(actual: readonly number[] | undefined, expected: readonly number[]): void {
  assert.equal(actual?.length, expected.length);
  for (const [at, value] of expected.entries()) {
    assert.ok(Math.abs((actual[at] ?? NaN) - value) < 1e-6, `${actual.join()} is not ${expected.join()}`);
  }
}

describe('readReply', () => {
  it('reads the probabilities of the letters', () => {
    const reply = readReply(completion('B', { B: 0.6, A: 0.3, C: 0.1 }), 3, 1);
    assertNear(reply?.probabilities, [0.3, 0.6, 0.1]);
    assert.equal(reply?.tokens, 120);
  });

  it('adds up the spellings of a letter, and takes no small one', () => {
    const spelt = { B: 0.3, ' B': 0.2, '(A': 0.2, 'A.': 0.1, a: 0.15, Because: 0.05 };
    assertNear(readReply(completion(' B', spelt), 2, 1)?.probabilities, [0.375, 0.625]);
  });

  it('flattens them by the temperature', () => {
    const sharp = readReply(completion('A', { A: 0.99, B: 0.01 }), 2)?.probabilities ?? [];
    const weight = 99 ** (1 / LETTER_TEMPERATURE);
    assertNear(sharp, [weight / (weight + 1), 1 / (weight + 1)]);
  });

  it('gives a letter that is not listed what the least listed token has', () => {
    assertNear(
      readReply(completion('A', { A: 0.8, B: 0.15, x: 0.05 }), 3, 1)?.probabilities,
      [0.8, 0.15, 0.05],
    );
    const reply = readReply(
      JSON.stringify({
        choices: [
          {
            message: { content: 'A' },
            logprobs: {
              content: [
                {
                  top_logprobs: [
                    { token: 'A', logprob: 0 },
                    { token: 'x', logprob: -9999 },
                  ],
                },
              ],
            },
          },
        ],
      }),
      2,
    );
    assert.ok((reply?.probabilities?.[0] ?? 0) > 0.99);
    assert.equal(reply?.tokens, undefined);
  });

  it('takes the letter alone, modestly, without log probabilities or when they are about something else', () => {
    const rest = (1 - LETTER_CONFIDENCE) / 2;
    const modest = [rest, LETTER_CONFIDENCE, rest];
    assertNear(readReply(completion('B.'), 3)?.probabilities, modest);
    assertNear(readReply(completion('B', { The: 0.9, B: 0.05 }), 3)?.probabilities, modest);
  });

  it('is unclear about anything else', () => {
    for (const content of ['The', 'D', 'AB', '', null]) {
      assert.deepEqual(readReply(completion(content), 3), { probabilities: undefined, tokens: 120 });
    }
    assert.equal(readReply(completion('The', { The: 0.9, A: 0.05 }), 3)?.probabilities, undefined);
  });

  it('is nothing for what is no chat completion', () => {
    for (const text of ['', '[]', '7', '{"choices":[]}', '{"error":{}}', '{"choices":[nu']) {
      assert.equal(readReply(text, 3), undefined, text);
    }
    const odd = '{"choices":[{"message":7,"logprobs":{"content":[{"top_logprobs":[1,{"token":1}]}]}}]}';
    assert.deepEqual(readReply(odd, 3), { probabilities: undefined, tokens: undefined });
  });
});

describe('fitLetterTemperature', () => {
  it('finds that a model which is right in 7 of 10 cases must not be 99 % sure', () => {
    const logprobs = [Math.log(0.99), Math.log(0.01)];
    const trials = Array.from({ length: 100 }, (_, at) => ({ logprobs, truth: at % 10 < 7 ? 0 : 1 }));
    const temperature = fitLetterTemperature(trials);
    const weight = 99 ** (1 / temperature);
    assert.ok(Math.abs(weight / (weight + 1) - 0.7) < 0.02, String(temperature));
  });

  it('keeps the default for a handful', () => {
    assert.equal(fitLetterTemperature([{ logprobs: [0, -1], truth: 1 }]), LETTER_TEMPERATURE);
  });
});
