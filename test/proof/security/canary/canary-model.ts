import type { ServerResponse } from 'node:http';
import { objectOf, parseObject, type JsonObject } from '../../../../demo/stand-in/json.js';
import { startScriptedUpstream, type ScriptedUpstream } from '../../../support/scripted-upstream.js';

const REFUSAL = "I'm sorry, but as an AI language model I cannot help with that request.";

/**
 * A model whose every answer holds `word`. It refuses where the prompt says `escalate` and it is called `small`, fails where
 * that says `fail`, and names the first letter where one token is asked for.
 */
export function startCanaryModel(name: string, word: string): Promise<ScriptedUpstream> {
  return startScriptedUpstream((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.once('end', () => {
      answer(name, word, Buffer.concat(chunks).toString(), response);
    });
  });
}

function answer(name: string, word: string, body: string, response: ServerResponse): void {
  const parsed = parseObject(body) ?? {};
  if (parsed['max_tokens'] === 1) {
    send(
      response,
      200,
      completion(parsed, 'A', { content: [{ token: 'A', logprob: -0.1, top_logprobs: [] }] }),
    );
    return;
  }
  if (body.includes('fail')) {
    send(response, 500, { error: { message: `${name} broke at ${word}`, type: 'server_error' } });
    return;
  }
  const isRefusing = name === 'small' && body.includes('escalate');
  const text = isRefusing ? `${REFUSAL} ${word}` : `Paris is the capital of France, and ${word} is a word.`;
  if (parsed['stream'] === true) stream(response, parsed, text);
  else send(response, 200, completion(parsed, text));
}

function completion(body: JsonObject, text: string, logprobs: JsonObject | null = null): JsonObject {
  return {
    ...{ id: 'chatcmpl-1', object: 'chat.completion', created: 1, model: body['model'] },
    choices: [{ index: 0, message: { role: 'assistant', content: text }, logprobs, finish_reason: 'stop' }],
    usage: { prompt_tokens: 10, completion_tokens: 20, total_tokens: 30 },
  };
}

function stream(response: ServerResponse, body: JsonObject, text: string): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const content of text.split(/(?<= )/)) {
    const chunk = {
      ...{ id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: body['model'] },
      choices: [{ index: 0, delta: { content }, finish_reason: null }],
    };
    response.write(`data: ${JSON.stringify(chunk)}\n\n`);
  }
  if (objectOf(body['stream_options'] ?? {})['include_usage'] === true) {
    response.write(
      `data: ${JSON.stringify({ choices: [], usage: { prompt_tokens: 10, completion_tokens: 20 } })}\n\n`,
    );
  }
  response.end('data: [DONE]\n\n');
}

function send(response: ServerResponse, status: number, body: JsonObject): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
