import assert from 'node:assert/strict';
import OpenAI from 'openai';
import { emitAsStream } from '../../../src/mutation/emit/emit-as-stream.js';

/** The official client of a server that answers everything with the stream made from one whole answer. */
export function clientOf(shape: string, answer: object): OpenAI {
  const body = emitAsStream(shape, Buffer.from(JSON.stringify(answer)));
  assert.ok(body !== undefined);
  return new OpenAI({
    apiKey: 'none',
    baseURL: 'http://upstream.invalid/v1',
    fetch: () =>
      Promise.resolve(
        new Response(new Uint8Array(body), { headers: { 'content-type': 'text/event-stream' } }),
      ),
  });
}

export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const collected: Item[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}
