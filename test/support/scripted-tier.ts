import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { objectOf, parseObject, type JsonObject } from '../../demo/stand-in/json.js';
import { startScriptedUpstream } from './scripted-upstream.js';

/** What a tier does with a request; its prompt says so, as in `small:bad medium:500`. Without a word, it answers well. */
export type Deed =
  | 'good'
  | 'bad'
  | 'empty'
  | 'half'
  | 'html'
  | 'gzip'
  | 'huge'
  | 'negative'
  | 'hang'
  | 'reset'
  | 'slow'
  | `${number}`;

/** A model server that does what the prompt tells it, and remembers what it was asked. */
export interface ScriptedTier {
  readonly name: string;
  /** Base URL with `/v1`. */
  readonly url: string;
  /** The bodies it was sent, in order. */
  readonly received: JsonObject[];
  /** Requests whose client went away before the answer was whole. */
  readonly aborted: number;
  /** Drops open connections, and takes no more. */
  close(): void;
}

/** The text of a good answer; it names its tier. */
export function goodText(name: string): string {
  return `The capital of France is Paris, says ${name}. It lies on the river Seine in the north of the country.`;
}

const REFUSAL = "I'm sorry, but as an AI language model I cannot help with that request.";

const SLOW_MS = 400;

export async function startScriptedTier(name: string): Promise<ScriptedTier> {
  const received: JsonObject[] = [];
  let aborted = 0;
  const upstream = await startScriptedUpstream((request, response) => {
    response.on('close', () => {
      if (!response.writableFinished) aborted += 1;
    });
    void readBody(request).then((text) => {
      const body = parseObject(text) ?? {};
      received.push(body);
      act(name, body, response);
    });
  });
  return {
    name,
    url: upstream.url,
    received,
    get aborted() {
      return aborted;
    },
    close: () => {
      upstream.close();
    },
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function act(name: string, body: JsonObject, response: ServerResponse): void {
  const deed = deedOf(name, JSON.stringify(body['messages']));
  const status = Number(deed);
  if (deed === 'hang') return;
  if (deed === 'reset') {
    response.destroy();
    return;
  }
  if (status > 0) {
    send(response, status, JSON.stringify({ error: { message: `${name} failed`, type: 'server_error' } }));
    return;
  }
  const text = deed === 'bad' ? REFUSAL : deed === 'empty' ? '' : goodText(name);
  if (body['stream'] === true) void stream(response, body, text, deed);
  else whole(response, body, text, deed);
}

function deedOf(name: string, prompt: string): Deed {
  return (new RegExp(`\\b${name}:([a-z0-9]+)`).exec(prompt)?.[1] ?? 'good') as Deed;
}

function whole(response: ServerResponse, body: JsonObject, text: string, deed: Deed): void {
  const filler = deed === 'huge' ? ` ${'Paris is large. '.repeat(655_360)}` : '';
  const json = JSON.stringify({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1,
    model: body['model'],
    choices: [{ index: 0, message: { role: 'assistant', content: text + filler }, finish_reason: 'stop' }],
    ...(deed === 'negative'
      ? { usage: { prompt_tokens: -5, completion_tokens: -1 } }
      : { usage: { prompt_tokens: 10, completion_tokens: 20, total_tokens: 30 } }),
  });
  if (deed === 'html') send(response, 200, '<html>Bad gateway</html>', 'text/html');
  else if (deed === 'half') send(response, 200, json.slice(0, json.length / 2));
  else if (deed === 'gzip') {
    response.setHeader('content-encoding', 'gzip');
    send(response, 200, gzipSync(json));
  } else if (deed === 'slow')
    setTimeout(() => {
      send(response, 200, json);
    }, SLOW_MS);
  else send(response, 200, json);
}

async function stream(response: ServerResponse, body: JsonObject, text: string, deed: Deed): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const chunk = (delta: JsonObject, finish: string | null = null): string =>
    `data: ${JSON.stringify({
      ...{ id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: body['model'] },
      choices: [{ index: 0, delta, finish_reason: finish }],
    })}\n\n`;
  response.write(chunk({ role: 'assistant', content: '' }));
  const words = text.split(/(?<= )/);
  for (const [index, word] of words.entries()) {
    if (deed === 'half' && index > words.length / 2) {
      // What came before it has been judged by then.
      await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
      response.destroy();
      return;
    }
    response.write(chunk({ content: word }));
    await new Promise((resolve) => setTimeout(resolve, deed === 'slow' ? SLOW_MS / 4 : 2));
  }
  response.write(chunk({}, 'stop'));
  if (objectOf(body['stream_options'] ?? {})['include_usage'] === true) {
    response.write(
      `data: ${JSON.stringify({ choices: [], usage: { prompt_tokens: 10, completion_tokens: 20 } })}\n\n`,
    );
  }
  response.end('data: [DONE]\n\n');
}

function send(
  response: ServerResponse,
  status: number,
  body: string | Buffer,
  type = 'application/json',
): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}
