import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { clientOf, collect } from './openai-client.js';

const WHOLE = {
  id: 'cmpl-1',
  object: 'text_completion',
  created: 1_700_000_000,
  model: 'org/small',
  choices: [
    { index: 0, text: 'one', logprobs: null, finish_reason: 'stop' },
    { index: 1, text: 'two', logprobs: null, finish_reason: 'length' },
  ],
  usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 },
};

describe('emitAsStream, for completions', () => {
  it('gives the client the text of every choice, and how it ended', async () => {
    const client = clientOf('completions+usage', WHOLE);
    const chunks = await collect(
      await client.completions.create({ model: 'auto', prompt: 'x', stream: true }),
    );
    const texts = ['', ''];
    const ends: unknown[] = [];
    for (const { index, text, finish_reason: end } of chunks.flatMap(({ choices }) => choices)) {
      texts[index] = (texts[index] ?? '') + text;
      ends[index] = end;
    }
    assert.deepEqual(texts, ['one', 'two']);
    assert.deepEqual(ends, ['stop', 'length']);
    assert.deepEqual(chunks.at(-1)?.usage, WHOLE.usage);
    for (const { id, object } of chunks) assert.deepEqual([id, object], ['cmpl-1', 'text_completion']);
  });
});
