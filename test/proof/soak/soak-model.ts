/**
 * A process of its own: serves `stand-in/small`, `-medium` and `-large` on free ports of 127.0.0.1 and prints them as one line of
 * JSON, by name. Unlike a stand-in of the demo it remembers nothing, so that hours of traffic fit; and each eighth answer of
 * `small` declines, which the gate of a cascade does not let pass.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerTo } from '../../../demo/stand-in/answer.js';
import { BEHAVIOUR_HEADER, DEFAULT_BEHAVIOUR, behaviourOf } from '../../../demo/stand-in/behaviour.js';
import { chatCompletions } from '../../../demo/stand-in/chat-completions.js';
import { sendEvents } from '../../../demo/stand-in/event-stream.js';
import { objectOf, parseObject } from '../../../demo/stand-in/json.js';
import { codeAnswer } from '../../../bench/cascade/good-answers.js';

const REFUSAL = "I'm sorry, but as an AI language model I cannot help with that request.";
const REFUSES_EACH = 8;
const CODE = codeAnswer(250);

const BASE = { ...DEFAULT_BEHAVIOUR, delay: 0, gap: 5 };

async function serve(
  name: string,
  number: number,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method === 'GET') {
    // Envoy asks whether it is well.
    response.writeHead(200).end();
    return;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = parseObject(Buffer.concat(chunks).toString()) ?? {};
  if (chatCompletions.missing(body) !== undefined || body['model'] !== name) {
    const error = { message: `not for ${name}`, type: 'BadRequestError', code: 400 };
    sendJson(response, 400, { error });
    return;
  }
  const behaviour = behaviourOf(String(request.headers[BEHAVIOUR_HEADER] ?? ''), BASE);
  const said = answerTo(body, name, behaviour);
  const refuses = name === 'stand-in/small' && number % REFUSES_EACH === 0;
  const isPlain = said.toolCall === undefined && body['response_format'] === undefined;
  const text = refuses ? REFUSAL : isPlain ? `${said.text} ${CODE}` : said.text;
  const answer = { ...said, text, cut: false };
  const id = `soak${number}`;
  if (body['stream'] === true)
    await sendEvents(response, chatCompletions.events(answer, id, body), behaviour);
  else sendJson(response, 200, objectOf(chatCompletions.whole(answer, id)));
}

function sendJson(response: ServerResponse, status: number, value: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

async function start(size: string): Promise<readonly [string, number]> {
  let requests = 0;
  const server = createServer((request, response) => {
    serve(`stand-in/${size}`, ++requests, request, response).catch(() => response.destroy());
  });
  // Longer than Envoy keeps an idle connection, so that no request meets a closing one.
  server.keepAliveTimeout = 7_200_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return [size, (server.address() as AddressInfo).port];
}

const ports = await Promise.all(['small', 'medium', 'large'].map(start));
console.log(JSON.stringify(Object.fromEntries(ports)));
