/** A process of its own: `node embedding-server.js PORT`. The shipped encoder behind OpenAI's embeddings API, for LiteLLM. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { createEncoderPool } from '../../src/embed/encoder-pool.js';
import { packageRoot } from '../../src/package-root.js';

const DEADLINE_MS = 10_000;

const encoder = await createEncoderPool({
  directory: join(packageRoot, 'models', 'all-minilm-l6-v2'),
  workers: 1,
  queue: 1_000,
});

interface Asked {
  readonly input: string | readonly string[];
  readonly encoding_format?: string;
}

createServer((request, response) => {
  answer(request, response).catch((error: unknown) => {
    response.writeHead(500).end(String(error));
  });
}).listen(Number(process.argv[2]), '127.0.0.1');

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  if (request.method !== 'POST') {
    response.writeHead(200).end();
    return;
  }
  const asked = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Asked;
  const texts = typeof asked.input === 'string' ? [asked.input] : asked.input;
  const vectors = await Promise.all(texts.map(vectorOf));
  const data = vectors.map((vector, index) => ({
    object: 'embedding',
    index,
    embedding: asked.encoding_format === 'base64' ? base64Of(vector) : [...vector],
  }));
  const usage = { prompt_tokens: texts.length, total_tokens: texts.length };
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ object: 'list', model: 'embedder', data, usage }));
}

async function vectorOf(text: string): Promise<Float32Array> {
  const embedding = await encoder.embed(text, DEADLINE_MS);
  if (!embedding.ok) throw new Error(`the encoder is ${embedding.failure}`);
  return embedding.vector;
}

function base64Of({ buffer, byteOffset, byteLength }: Float32Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}
