import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import OpenAI from 'openai';
import { startStandInModel, type StandInModel } from '../../demo/stand-in-model.js';
import { listOf, objectOf, type JsonObject } from '../../demo/stand-in/json.js';

const MESSAGES = [{ role: 'user' as const, content: 'good morning' }];
const TOOL = {
  type: 'function' as const,
  function: {
    name: 'book_table',
    parameters: { type: 'object', properties: { guests: { type: 'integer' } }, required: ['guests'] },
  },
};

describe('stand-in model', () => {
  let model: StandInModel;
  let client: OpenAI;
  const post = (path: string, body: JsonObject, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`http://127.0.0.1:${model.port}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });

  before(async () => {
    model = await startStandInModel({ name: 'tiny', behaviour: { delay: 0, gap: 0 } });
    client = new OpenAI({ baseURL: model.url, apiKey: 'none', maxRetries: 0 });
  });
  after(() => model.close());

  it('answers a chat completion with usage', async () => {
    const answer = await client.chat.completions.create({ model: 'tiny', messages: MESSAGES });
    assert.match(answer.choices[0]?.message.content ?? '', /^This is tiny\./);
    assert.equal(answer.choices[0]?.finish_reason, 'stop');
    assert.equal(answer.usage?.completion_tokens, 16);
  });

  it('chooses among what is allowed, with log probabilities where they are asked for', async () => {
    const headers = { 'x-stand-in': 'choice=1' };
    const body = { model: 'tiny', messages: MESSAGES, max_tokens: 1, logprobs: true, top_logprobs: 2 };
    const listed = { ...body, structured_outputs: { choice: ['yes', 'no', 'both'] } };
    for (const [asked, words] of [
      [listed, ['no', 'yes']],
      [body, ['B', 'A']],
    ] as const) {
      const answer = (await (await post('/v1/chat/completions', asked, headers)).json()) as JsonObject;
      const choice = objectOf(listOf(answer['choices'])[0]);
      assert.equal(objectOf(choice['message'])['content'], words[0]);
      const [token] = listOf(objectOf(choice['logprobs'])['content']).map(objectOf);
      assert.equal(token?.['token'], words[0]);
      assert.deepEqual(
        listOf(token['top_logprobs']).map((entry) => objectOf(entry)['token']),
        words,
      );
    }
  });

  it('streams a chat completion; the usage chunk comes last and only when asked for', async () => {
    for (const include_usage of [true, false]) {
      const request = { model: 'tiny', messages: MESSAGES, stream: true as const };
      const chunks = [];
      for await (const chunk of await client.chat.completions.create({
        ...request,
        stream_options: { include_usage },
      })) {
        chunks.push(chunk);
      }
      const text = chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('');
      assert.equal(text.split(' ').length, 16);
      assert.equal(chunks.at(-1)?.usage?.completion_tokens, include_usage ? 16 : undefined);
    }
  });

  it('calls an offered tool with sample arguments, and answers its result in words', async () => {
    const tools = [TOOL];
    const first = await client.chat.completions.create({ model: 'tiny', messages: MESSAGES, tools });
    const call = first.choices[0]?.message.tool_calls?.[0];
    assert.ok(call?.type === 'function');
    assert.equal(call.function.name, 'book_table');
    assert.deepEqual(JSON.parse(call.function.arguments), { guests: 1 });
    const messages = [...MESSAGES, { role: 'tool' as const, tool_call_id: call.id, content: 'booked' }];
    const second = await client.chat.completions.create({ model: 'tiny', messages, tools });
    assert.equal(second.choices[0]?.finish_reason, 'stop');
  });

  it('answers JSON when JSON is asked for', async () => {
    const response_format = { type: 'json_object' as const };
    const answer = await client.chat.completions.create({
      model: 'tiny',
      messages: MESSAGES,
      response_format,
    });
    assert.deepEqual(JSON.parse(answer.choices[0]?.message.content ?? ''), {
      model: 'tiny',
      answer: 'sample',
    });
  });

  it('speaks legacy completions', async () => {
    const answer = await client.completions.create({ model: 'tiny', prompt: 'Once', max_tokens: 4 });
    assert.equal(answer.choices[0]?.text, 'This is tiny. It');
    assert.equal(answer.choices[0].finish_reason, 'length');
  });

  it('speaks the Responses API, whole and streamed', async () => {
    const whole = await client.responses.create({ model: 'tiny', input: 'hello' });
    assert.match(whole.output_text, /^This is tiny\./);
    const events = [];
    for await (const event of await client.responses.create({ model: 'tiny', input: 'hi', stream: true })) {
      events.push(event);
    }
    const text = events
      .map((event) => (event.type === 'response.output_text.delta' ? event.delta : ''))
      .join('');
    assert.equal(text, whole.output_text);
    assert.equal(events.at(-1)?.type, 'response.completed');
  });

  it('speaks Anthropic messages, whole and streamed', async () => {
    const body = { model: 'tiny', max_tokens: 50, messages: MESSAGES };
    const whole = objectOf(await (await post('/v1/messages', body)).json());
    assert.equal(whole['stop_reason'], 'end_turn');
    assert.match(String(objectOf(listOf(whole['content'])[0])['text']), /^This is tiny\./);
    const stream = await (await post('/v1/messages', { ...body, stream: true })).text();
    const names = [...stream.matchAll(/^event: (.+)$/gm)].map((match) => match[1]);
    assert.equal(names[0], 'message_start');
    assert.equal(names.at(-1), 'message_stop');
    assert.equal(names.filter((name) => name === 'content_block_delta').length, 16);
  });

  it('refuses another model, a body without messages and a body that is no JSON', async () => {
    const other = await post('/v1/chat/completions', { model: 'huge', messages: MESSAGES });
    assert.equal(other.status, 404);
    assert.equal(objectOf(objectOf(await other.json())['error'])['type'], 'NotFoundError');
    assert.equal((await post('/v1/chat/completions', { model: 'tiny' })).status, 400);
    const broken = await fetch(`${model.url}/chat/completions`, { method: 'POST', body: '{' });
    assert.equal(broken.status, 400);
  });

  it('fails, and breaks a stream off, when a header says so', async () => {
    const body = { model: 'tiny', messages: MESSAGES, stream: true };
    assert.equal((await post('/v1/chat/completions', body, { 'x-stand-in': 'status=503' })).status, 503);
    const broken = await post('/v1/chat/completions', body, { 'x-stand-in': 'abort=3, gap=1' });
    await assert.rejects(broken.text());
  });

  it('lists its model, is healthy, and tells what it received', async () => {
    const listed = await client.models.list();
    assert.equal(listed.data[0]?.id, 'tiny');
    assert.equal((await fetch(`http://127.0.0.1:${model.port}/health`)).status, 200);
    const body = JSON.stringify({ model: 'tiny', messages: MESSAGES });
    await fetch(`${model.url}/chat/completions`, { method: 'POST', body, headers: { 'x-mark': 'yes' } });
    const last = model.received().at(-1);
    assert.equal(last?.body, body);
    assert.equal(last.model, 'tiny');
    const shown: unknown = await (await fetch(`http://127.0.0.1:${model.port}/__received`)).json();
    const entry = objectOf(listOf(shown).at(-1));
    assert.equal(entry['bytes'], body.length);
    assert.equal(objectOf(entry['headers'])['x-mark'], 'yes');
    assert.equal(entry['body'], undefined);
  });
});
