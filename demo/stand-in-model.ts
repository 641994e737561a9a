import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerTo } from './stand-in/answer.js';
import { BEHAVIOUR_HEADER, DEFAULT_BEHAVIOUR, behaviourOf, type Behaviour } from './stand-in/behaviour.js';
import { chatCompletions } from './stand-in/chat-completions.js';
import { completions } from './stand-in/completions.js';
import { sendEvents } from './stand-in/event-stream.js';
import { parseObject, type JsonObject } from './stand-in/json.js';
import { messages } from './stand-in/messages.js';
import { ReceivedLog, type Received } from './stand-in/received.js';
import { responses } from './stand-in/responses.js';
import type { Shape } from './stand-in/shape.js';

export interface StandInOptions {
  /** The served model name; a body that names another one is answered by 404, as vLLM does. */
  readonly name: string;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** Address that it listens on. Default: 127.0.0.1. */
  readonly host?: string;
  /** What differs from {@link DEFAULT_BEHAVIOUR}. */
  readonly behaviour?: Partial<Behaviour>;
}

export interface StandInModel {
  readonly name: string;
  readonly port: number;
  /** Base URL with `/v1`. */
  readonly url: string;
  /** Every request so far, in the order of arrival; also at `GET /__received`, without the bodies. */
  received(): readonly Received[];
  /** Drops open connections. */
  close(): Promise<void>;
}

const SHAPES: ReadonlyMap<string, Shape> = new Map([
  ['/v1/chat/completions', chatCompletions],
  ['/v1/completions', completions],
  ['/v1/responses', responses],
  ['/v1/messages', messages],
]);

interface StandIn {
  readonly name: string;
  readonly behaviour: Behaviour;
  readonly log: ReceivedLog;
}

/** A server that speaks vLLM's protocol and answers with filler: chat completions, completions, Responses, Anthropic messages. */
export async function startStandInModel(options: StandInOptions): Promise<StandInModel> {
  const log = new ReceivedLog();
  const standIn = { name: options.name, behaviour: { ...DEFAULT_BEHAVIOUR, ...options.behaviour }, log };
  const server = createServer((request, response) => {
    serve(standIn, request, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : undefined);
    });
  });
  // Longer than Envoy keeps an idle connection in a demo, so that no request meets a closing one.
  server.keepAliveTimeout = 600_000;
  const port = await listen(server, options.port ?? 0, options.host ?? '127.0.0.1');
  return {
    name: options.name,
    port,
    url: `http://127.0.0.1:${port}/v1`,
    received: () => log.entries,
    close: () => close(server),
  };
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}

async function serve(standIn: StandIn, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  const path = new URL(request.url ?? '/', 'http://stand-in').pathname;
  if (path === '/__received') {
    sendJson(
      response,
      200,
      standIn.log.entries.map((entry) => ({ ...entry, body: undefined })),
    );
    return;
  }
  if (path === '/health') {
    response.writeHead(200).end();
    return;
  }
  const body = parseObject(bytes.toString('utf8'));
  const model = typeof body?.['model'] === 'string' ? body['model'] : undefined;
  standIn.log.add({ method: request.method ?? 'GET', path, headers: request.headers }, bytes, model);
  if (path === '/v1/models') {
    sendJson(response, 200, {
      object: 'list',
      data: [{ id: standIn.name, object: 'model', owned_by: 'stand-in' }],
    });
    return;
  }
  const shape = SHAPES.get(path);
  if (shape === undefined) sendJson(response, 404, { detail: 'Not Found' });
  else if (request.method !== 'POST') sendJson(response, 405, { detail: 'Method Not Allowed' });
  else await complete(standIn, shape, body, request, response);
}

async function complete(
  standIn: StandIn,
  shape: Shape,
  body: JsonObject | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const header = request.headers[BEHAVIOUR_HEADER];
  const behaviour = behaviourOf(Array.isArray(header) ? header.join(',') : header, standIn.behaviour);
  if (behaviour.delay > 0) await sleep(behaviour.delay);
  if (behaviour.status !== 200) {
    sendError(response, behaviour.status, 'InternalServerError', 'The stand-in was told to fail.');
    return;
  }
  if (body === undefined) {
    sendError(response, 400, 'BadRequestError', 'The body is not a JSON object.');
    return;
  }
  const missing = shape.missing(body);
  if (missing !== undefined) {
    sendError(response, 400, 'BadRequestError', `Field required: ${missing}`, missing);
    return;
  }
  if (body['model'] !== standIn.name) {
    const message = `The model \`${String(body['model'])}\` does not exist.`;
    sendError(response, 404, 'NotFoundError', message, 'model');
    return;
  }
  const id = randomUUID().replaceAll('-', '');
  const answer = answerTo(body, standIn.name, behaviour);
  if (body['stream'] === true) await sendEvents(response, shape.events(answer, id, body), behaviour);
  else sendJson(response, 200, shape.whole(answer, id));
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

function sendError(
  response: ServerResponse,
  code: number,
  type: string,
  message: string,
  param?: string,
): void {
  sendJson(response, code, { error: { message, type, param: param ?? null, code } });
}
