import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { GATE_FEATURES, gateFeatures } from '../../../src/gate/head/gate-features.js';
import { gateInput, GATE_WIDTH } from '../../../src/gate/head/gate-head.js';
import { answerOfText, askOfPrompt } from '../../../src/lab/builtin/gate/gate-row.js';

const measure = (prompt: string, text: string, expectsJson = false): Map<string, number> => {
  const values = gateFeatures(askOfPrompt(prompt, expectsJson), answerOfText(text), []);
  return new Map(GATE_FEATURES.map(({ name }, at) => [name, values[at] ?? NaN]));
};

describe('gateFeatures', () => {
  it('gives every feature a name of its own', () => {
    assert.equal(new Set(GATE_FEATURES.map(({ name }) => name)).size, GATE_FEATURES.length);
  });

  it('stays in [0, 1] for any text', () => {
    const odd = [
      '',
      ' ',
      '\u0000',
      '\ud800',
      '{"a":',
      '```json\n{"answer": 1}\n```',
      '9'.repeat(400),
      'x'.repeat(100_000),
    ];
    const long = ['= 1 '.repeat(5_000), '(\n'.repeat(20_000), ' \n'.repeat(50_000), '"\\'.repeat(20_000)];
    for (const text of [...odd, ...long]) {
      for (const value of measure(text, text, true).values())
        assert.ok(value >= 0 && value <= 1, text.slice(0, 20));
    }
  });

  it('sees wrong sums, missing JSON and missing options', () => {
    assert.equal(measure('How much is it?', '2 + 2 = 5').get('anyWrong'), 1);
    assert.equal(measure('How much is it?', '2 + 2 = 4').get('anyWrong'), 0);
    assert.equal(measure('As JSON', 'no', true).get('jsonMissing'), 1);
    assert.equal(measure('As JSON', '```json\n{"answer": 3}\n```', true).get('jsonMissing'), 0);
    assert.equal(measure('Which?\nA. x\nB. y\nC. z', 'The answer is (D)').get('noOption'), 1);
  });

  it('knows whether probabilities are given', () => {
    const answer = { ...answerOfText('yes'), logprobs: [-0.5, -1.5] };
    const values = gateFeatures(askOfPrompt('really?'), answer, []);
    const of = (name: string): number =>
      values[GATE_FEATURES.findIndex((feature) => feature.name === name)] ?? NaN;
    assert.deepEqual([of('logprobs'), of('meanLogprob')], [1, 0.5]);
    assert.ok(Math.abs(of('minLogprob') - 0.15) < 1e-6);
  });
});

describe('gateInput', () => {
  it('repeats the features for the kind of the prompt alone', () => {
    const { features, embedding } = gateInput(
      askOfPrompt('Write a poem'),
      answerOfText('Roses are red.'),
      [],
    );
    assert.equal(features.length, GATE_WIDTH);
    assert.equal(embedding, undefined);
    const shared = [...features.subarray(0, GATE_FEATURES.length)];
    assert.deepEqual([...features.subarray(-GATE_FEATURES.length)], shared);
    const filled = features.filter((value) => value !== 0).length;
    assert.equal(filled, 2 * shared.filter((value) => value !== 0).length + 1);
  });
});
