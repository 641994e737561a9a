/**
 * A process of its own: serves `stand-in/small`, `-medium` and `-large` on free ports of 127.0.0.1 and prints them as one line of
 * JSON, by name. It remembers nothing. Asked for a route it says the first one, a tenth of a second later.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { answerTo } from '../../../demo/stand-in/answer.js';
import { BEHAVIOUR_HEADER, behaviourOf, DEFAULT_BEHAVIOUR } from '../../../demo/stand-in/behaviour.js';
import { chatCompletions } from '../../../demo/stand-in/chat-completions.js';
import { parseObject } from '../../../demo/stand-in/json.js';

const QUESTION_MS = 100;
const BASE = { ...DEFAULT_BEHAVIOUR, delay: 0, choice: 0 };

async function serve(name: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = parseObject(Buffer.concat(chunks).toString()) ?? {};
  if (body['model'] !== name) {
    sendJson(response, 400, { error: { message: `not for ${name}`, type: 'BadRequestError', code: 400 } });
    return;
  }
  const isQuestion = body['max_tokens'] === 1;
  const behaviour = behaviourOf(String(request.headers[BEHAVIOUR_HEADER] ?? ''), BASE);
  if (isQuestion) await pause(QUESTION_MS);
  const said = answerTo(body, name, isQuestion ? behaviour : { ...behaviour, choice: -1 });
  sendJson(response, 200, chatCompletions.whole(said, 'answer'));
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

async function start(size: string): Promise<readonly [string, number]> {
  const server = createServer((request, response) => {
    serve(`stand-in/${size}`, request, response).catch(() => response.destroy());
  });
  // Longer than Envoy keeps an idle connection, so that no request meets a closing one.
  server.keepAliveTimeout = 7_200_000;
  server.listen(0, '127.0.0.1', 4_096);
  await once(server, 'listening');
  return [size, (server.address() as AddressInfo).port];
}

const ports = await Promise.all(['small', 'medium', 'large'].map(start));
console.log(JSON.stringify(Object.fromEntries(ports)));
