import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  compareAnswers,
  type Compared,
  type ShownAnswer,
} from '../../../src/router/shadow/compare-answers.js';
import type { OpenShadow } from '../../../src/router/shadow/open-shadow.js';
import { fakeEncoder } from '../../support/fake-encoder.js';

const OPEN: OpenShadow = {
  reference: 'large',
  endpoint: 'chat-completions',
  ask: { prompt: 'What is six times seven?', system: '', responseFormat: 'text', tools: [] },
  tokenEstimate: 7,
  price: { input: 1_000_000, output: 2_000_000 },
};

function shown(model: string, message: object, changes: Partial<ShownAnswer> = {}): ShownAnswer {
  const choices = [{ index: 0, message: { role: 'assistant', ...message }, finish_reason: 'stop' }];
  return {
    ...{ model, status: 200, headers: new Map([['content-type', 'application/json']]) },
    body: Buffer.from(JSON.stringify({ choices, usage: { prompt_tokens: 3, completion_tokens: 4 } })),
    ...changes,
  };
}

function compare(one: object, other: object, encoder = fakeEncoder()): Promise<Compared | undefined> {
  return compareAnswers(OPEN, shown('small', one), shown('large', other), { encoder });
}

const says = (content: string): object => ({ content });
const calls = (city: string): object => ({
  content: null,
  tool_calls: [{ id: 'c', type: 'function', function: { name: 'weather', arguments: city } }],
});

describe('compareAnswers', () => {
  it('finds that two answers come to the same', async () => {
    const same = await compare(
      says('6 * 7 = 42. The answer is 42.'),
      says('Six times seven makes: the answer is 42'),
    );
    assert.equal(same?.agreement, 1);
    assert.equal((await compare(says('Hello there.'), says(' Hello there. ')))?.agreement, 1);
    assert.equal((await compare(calls('{"a":1,"b":2}'), calls('{"b": 2, "a": 1}')))?.agreement, 1);
  });

  it('finds that they do not', async () => {
    const other = await compare(says('The answer is 42.'), says('The answer is 41.'));
    assert.equal(other?.agreement, 0);
    assert.equal((await compare(calls('{"a":1}'), calls('{"a":2}')))?.agreement, 0);
    assert.equal((await compare(calls('{"a":1}'), says('It is sunny.')))?.agreement, 0);
  });

  it('measures texts without one answer by their meaning, and says so when it cannot', async () => {
    const [one, near, far] = [
      'the river runs to the sea',
      'a river runs to a sea',
      'bread needs yeast and time',
    ];
    const close = (await compare(says(one), says(near)))?.agreement ?? -1;
    const apart = (await compare(says(one), says(far)))?.agreement ?? -1;
    assert.ok(close > apart && apart >= 0 && close <= 1, `${close} ${apart}`);
    const dead = fakeEncoder();
    dead.failWith('down');
    assert.equal((await compare(says(one), says(far), dead))?.agreement, null);
  });

  it('names both models, scores both answers and says what the copy cost', async () => {
    const compared = await compare(says('The answer is 42.'), says(''));
    assert.deepEqual([compared?.model, compared?.reference, compared?.costUsd], ['small', 'large', 11]);
    assert.ok((compared?.score ?? 0) > (compared?.referenceScore ?? 1));
  });

  it('compares nothing with an error, with what cannot be read, or with the same model', async () => {
    const good = shown('small', says('42'));
    for (const copy of [
      shown('large', says('42'), { status: 500 }),
      shown('large', {}, { body: Buffer.from('<html>') }),
      shown('small', says('42')),
    ]) {
      assert.equal(await compareAnswers(OPEN, good, copy, {}), undefined);
    }
  });
});
