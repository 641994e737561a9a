import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { emitAsStream } from '../../../src/mutation/emit/emit-as-stream.js';

type Fields = Record<string, unknown>;

const WHOLE = {
  id: 'msg-1',
  type: 'message',
  role: 'assistant',
  model: 'org/small',
  content: [
    { type: 'thinking', thinking: 'Hm.', signature: 'sig' },
    { type: 'redacted_thinking', data: 'xx' },
    { type: 'text', text: 'Zwei\nZeilen 😀' },
    { type: 'tool_use', id: 'toolu-1', name: 'find', input: { q: 'é', n: [1] } },
  ],
  stop_reason: 'tool_use',
  stop_sequence: null,
  usage: { input_tokens: 5, output_tokens: 7 },
};

/** The events by the rules of server-sent events; each event's name is its type. */
function eventsOf(whole: object): Fields[] {
  const stream = emitAsStream('messages', Buffer.from(JSON.stringify(whole)))?.toString() ?? '';
  return stream
    .split('\n\n')
    .slice(0, -1)
    .map((event) => {
      const [, name, data] = /^event: (.+)\ndata: (.+)$/.exec(event) ?? [];
      const fields = JSON.parse(data ?? '') as Fields;
      assert.equal(fields['type'], name);
      return fields;
    });
}

/** Adds up the events as Anthropic documents it. */
function accumulate(events: readonly Fields[]): Fields {
  let message: Fields = {};
  const blocks: Fields[] = [];
  const json: string[] = [];
  for (const event of events) {
    const at = Number(event['index']);
    const delta = (event['delta'] ?? {}) as Fields;
    const block = blocks[at] ?? {};
    if (event['type'] === 'message_start') message = event['message'] as Fields;
    if (event['type'] === 'content_block_start') blocks[at] = event['content_block'] as Fields;
    if (event['type'] === 'message_delta') message = { ...message, ...delta, usage: event['usage'] };
    if (delta['type'] === 'text_delta') block['text'] = `${String(block['text'])}${String(delta['text'])}`;
    if (delta['type'] === 'thinking_delta') block['thinking'] = delta['thinking'];
    if (delta['type'] === 'signature_delta') block['signature'] = delta['signature'];
    if (delta['type'] === 'citations_delta') (block['citations'] as unknown[]).push(delta['citation']);
    if (delta['type'] === 'input_json_delta') json[at] = (json[at] ?? '') + String(delta['partial_json']);
  }
  const content = blocks.map((block, at) =>
    json[at] === undefined ? block : { ...block, input: JSON.parse(json[at]) as unknown },
  );
  return { ...message, content };
}

describe('emitAsStream, for messages', () => {
  it('adds up to the same message', () => {
    assert.deepEqual(accumulate(eventsOf(WHOLE)), WHOLE);
    const cited = {
      ...WHOLE,
      content: [{ type: 'text', text: 'x', citations: [{ type: 'page_location' }] }],
    };
    assert.deepEqual(accumulate(eventsOf(cited)), cited);
  });

  it('opens and closes the message and every block, in order', () => {
    const types = eventsOf(WHOLE).map(({ type, index }) =>
      typeof index === 'number' ? `${String(type)} ${index}` : String(type),
    );
    assert.equal(types[0], 'message_start');
    assert.deepEqual(types.slice(-2), ['message_delta', 'message_stop']);
    assert.deepEqual(
      types.filter((type) => type.startsWith('content_block_st')),
      [0, 1, 2, 3].flatMap((at) => [`content_block_start ${at}`, `content_block_stop ${at}`]),
    );
  });

  it('keeps the digits of integers that JavaScript would round', () => {
    const input =
      '{"id":12345678901234567890,"low":[-9007199254740993],"text":"12345678901234567890","x":1.5e3}';
    const body = JSON.stringify({ ...WHOLE, content: [{ ...WHOLE.content[3], input: 0 }] });
    const exact = body.replace('"input":0', `"input":${input}`);
    const stream = emitAsStream('messages', Buffer.from(exact))?.toString() ?? '';
    const [, json] = /"partial_json":("(?:[^"\\]|\\.)*")/.exec(stream) ?? [];
    assert.equal(JSON.parse(json ?? ''), input.replace('1.5e3', '1500'));
  });
});
