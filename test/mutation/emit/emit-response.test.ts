import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { clientOf, collect } from './openai-client.js';

const response = (output: readonly object[], changes: object = {}) => ({
  id: 'resp-1',
  object: 'response',
  created_at: 1_700_000_000,
  status: 'completed',
  model: 'org/small',
  output,
  parallel_tool_calls: true,
  tools: [],
  usage: { input_tokens: 1, output_tokens: 2, total_tokens: 3 },
  ...changes,
});

const text = (value: string) => ({
  id: 'msg-1',
  type: 'message',
  role: 'assistant',
  status: 'completed',
  content: [{ type: 'output_text', text: value, annotations: [], logprobs: [] }],
});

const ASK = { model: 'auto', input: 'hi' };

describe('emitAsStream, for responses', () => {
  it('gives the client the same response', async () => {
    const call = {
      ...{ id: 'fc-1', type: 'function_call', call_id: 'call-1', name: 'find' },
      ...{ arguments: '{"q":"é"}', status: 'completed' },
    };
    const thought = { id: 'rs-1', type: 'reasoning', summary: [{ type: 'summary_text', text: 'Hm.' }] };
    const whole = response([thought, text('Zwei\nZeilen'), call]);
    const final = await clientOf('responses', whole).responses.stream(ASK).finalResponse();
    const [, message] = final.output;
    const [part] = message?.type === 'message' ? message.content : [];
    assert.equal(part?.type === 'output_text' && part.text, 'Zwei\nZeilen');
    assert.deepEqual(
      final.output.map(({ type }) => type),
      ['reasoning', 'message', 'function_call'],
    );
    assert.equal(final.output[2]?.type === 'function_call' && final.output[2].arguments, call.arguments);
    assert.deepEqual(final.usage, whole.usage);
  });

  it('numbers its events, opens and closes every item', async () => {
    const client = clientOf('responses', response([text('x')]));
    const events = await collect(await client.responses.create({ ...ASK, stream: true }));
    assert.deepEqual(
      events.map(({ sequence_number: at }) => at),
      events.map((_event, at) => at),
    );
    assert.deepEqual(
      events.map(({ type }) => type.replace('response.', '')),
      [
        ...['created', 'in_progress', 'output_item.added', 'content_part.added', 'output_text.delta'],
        ...['output_text.done', 'content_part.done', 'output_item.done', 'completed'],
      ],
    );
  });

  it('carries refusals and annotations, and ends as the response did', async () => {
    const annotation = {
      type: 'url_citation',
      url: 'https://example.com',
      title: 'x',
      start_index: 0,
      end_index: 1,
    };
    const refusing = { ...text(''), content: [{ type: 'refusal', refusal: 'No.' }] };
    const citing = { ...text('x'), content: [{ type: 'output_text', text: 'x', annotations: [annotation] }] };
    const whole = response([refusing, citing], {
      status: 'incomplete',
      incomplete_details: { reason: 'max_output_tokens' },
    });
    const client = clientOf('responses', whole);
    const events = await collect(await client.responses.create({ ...ASK, stream: true }));
    const refusal = events.find(({ type }) => type === 'response.refusal.done');
    assert.equal(refusal?.type === 'response.refusal.done' && refusal.refusal, 'No.');
    const noted = events.find(({ type }) => type === 'response.output_text.annotation.added');
    assert.deepEqual(noted?.type === 'response.output_text.annotation.added' && noted.annotation, annotation);
    const last = events.at(-1);
    assert.deepEqual(last?.type === 'response.incomplete' && last.response, whole);
  });
});
