import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runChecks, runPrefixChecks } from '../../src/gate/checks.js';
import { buildAnswer, buildAsk } from './build.js';

const LOOP = 'The river flows to the sea. '.repeat(20);

describe('runChecks', () => {
  it('finds nothing in a good answer', () => {
    const ask = buildAsk('What is the capital of France?');
    assert.deepEqual(runChecks(ask, buildAnswer('The capital of France is Paris.')), []);
  });

  it('gives the strongest finding first', () => {
    const text = `I'm not sure. ${LOOP}`;
    const found = runChecks(buildAsk('Tell me about the river.'), buildAnswer(text));
    assert.deepEqual(
      found.map(({ reason }) => reason),
      ['repetition', 'hedging'],
    );
    assert.ok((found[0]?.strength ?? 0) > (found[1]?.strength ?? 1));
  });

  it('leaves tool calls and media to the contracts', () => {
    const calls = buildAnswer('', { toolCalls: [{ name: 'f', arguments: '' }] });
    assert.deepEqual(runChecks(buildAsk('x'), calls), []);
    assert.deepEqual(runChecks(buildAsk('x'), buildAnswer('', { hasMedia: true })), []);
  });

  it('reads JSON as no prose', () => {
    const ask = buildAsk('Explain tides in six sentences.', { responseFormat: 'json_object' });
    assert.deepEqual(runChecks(ask, buildAnswer('{"text":"I cannot say"}')), []);
  });

  const hostile: readonly (readonly [what: string, text: string])[] = [
    ['one sign', 'a'.repeat(1_000_000)],
    ['line breaks', '\n'.repeat(1_000_000)],
    ['zero-width signs', '\u200b'.repeat(1_000_000)],
    ['half surrogates', '\ud800'.repeat(100_000)],
    ['brackets', '{['.repeat(500_000)],
    ['quotes', '"'.repeat(1_000_000)],
    ['fences', '```\n'.repeat(250_000)],
    ['open comments in code', '```js\n' + '/*'.repeat(500_000)],
    ['control tokens that are none', '<|'.repeat(500_000)],
    ['turns', '\nUser:'.repeat(150_000)],
    ['openings of a refusal', "I'm sorry, but as ".repeat(50_000)],
  ];
  for (const [what, text] of hostile) {
    it(`comes to an end on a million of ${what}, as a prompt and as an answer`, () => {
      assert.ok(Array.isArray(runChecks(buildAsk('Write a function.'), buildAnswer(text))));
      assert.ok(Array.isArray(runChecks(buildAsk(text.slice(0, 65_536)), buildAnswer(text))));
    });
  }
});

describe('runPrefixChecks', () => {
  it('finds what a beginning shows, and nothing that may still come', () => {
    const ask = buildAsk('Write a Python function, in 300 words.');
    assert.deepEqual(runPrefixChecks(ask, buildAnswer('Here is how the')), []);
    const refusal = runPrefixChecks(ask, buildAnswer("I'm sorry, but I can't help with"));
    assert.equal(refusal[0]?.reason, 'refusal');
    assert.equal(runPrefixChecks(ask, buildAnswer(LOOP))[0]?.reason, 'repetition');
  });
});
