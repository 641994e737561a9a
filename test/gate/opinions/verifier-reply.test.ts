import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readVerifierReply } from '../../../src/gate/opinions/verifier-reply.js';
import { WORD_TEMPERATURE } from '../../../src/gate/opinions/word-reply.js';

const listed = (words: Readonly<Record<string, number>>): object =>
  reply(
    'x',
    Object.entries(words).map(([token, probability]) => ({ token, logprob: Math.log(probability) })),
  );

function reply(content: unknown, top?: readonly object[]): object {
  const logprobs = top === undefined ? null : { content: [{ token: 'x', top_logprobs: top }] };
  return { choices: [{ message: { content }, logprobs }], usage: { total_tokens: 321 } };
}

const read = (value: unknown): ReturnType<typeof readVerifierReply> =>
  readVerifierReply(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)));

describe('readVerifierReply', () => {
  it('makes a probability of the two words, flattened by the temperature', () => {
    const probability = read(listed({ yes: 0.9, no: 0.1 }))?.probability ?? 0;
    assert.ok(Math.abs(probability - 1 / (1 + 9 ** (-1 / WORD_TEMPERATURE))) < 1e-9);
  });

  it('adds up the spellings of a word', () => {
    const probability = read(listed({ ' Yes': 0.4, yes: 0.1, ' no': 0.5 }))?.probability ?? 0;
    assert.ok(Math.abs(probability - 0.5) < 1e-9);
  });

  it('is sure, but not certain, where the other word is not listed', () => {
    const probability = read(listed({ no: 1 }))?.probability ?? 1;
    assert.ok(probability > 0 && probability < 0.05);
  });

  it('takes the word alone where there are no log probabilities', () => {
    assert.equal(read(reply('Yes.'))?.probability, 0.7);
    assert.ok(Math.abs((read(reply('no'))?.probability ?? 1) - 0.3) < 1e-12);
  });

  it('has no probability for another word, and counts its tokens', () => {
    assert.deepEqual(read(reply('Perhaps')), { probability: undefined, tokens: 321 });
    assert.equal(read(listed({ Perhaps: 0.9, yes: 0.01 }))?.probability, undefined);
  });

  for (const bad of ['', 'yes', '[]', '{}', '{"choices":[]}', '{"choices":[null]}']) {
    it(`takes ${JSON.stringify(bad)} for no completion`, () => {
      assert.equal(read(bad), undefined);
    });
  }

  it('counts nothing for a usage that cannot be', () => {
    assert.equal(read({ ...reply('yes'), usage: { total_tokens: -3 } })?.tokens, 0);
  });
});
