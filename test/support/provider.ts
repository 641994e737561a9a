import { request as send, type IncomingMessage, type ServerResponse } from 'node:http';
import { startStandInModel, type StandInModel } from '../../demo/stand-in-model.js';
import { startScriptedUpstream } from './scripted-upstream.js';

/** A stand-in model that can be told to refuse, as a hosted provider does. */
export interface Provider {
  /** Base URL without `/v1`. */
  readonly origin: string;
  readonly model: StandInModel;
  /** What every request is answered with from now on; `undefined`: the model's own answer. */
  refuse(status: number | undefined): void;
  close(): Promise<void>;
}

/** @param name the model that it serves */
export async function startProvider(name: string): Promise<Provider> {
  const model = await startStandInModel({ name, behaviour: { delay: 0, gap: 0 } });
  let refused: number | undefined;
  const front = await startScriptedUpstream((request, response) => {
    if (refused === undefined) forward(request, response, model.port);
    else refuse(request, response, refused);
  });
  return {
    origin: new URL(front.url).origin,
    model,
    refuse: (status) => {
      refused = status;
    },
    close: async () => {
      front.close();
      await model.close();
    },
  };
}

function forward(request: IncomingMessage, response: ServerResponse, port: number): void {
  const { method, url, headers } = request;
  const upstream = send({ host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  upstream.on('error', () => response.destroy());
  request.pipe(upstream);
}

function refuse(request: IncomingMessage, response: ServerResponse, status: number): void {
  const error = { type: 'provider_error', message: `The provider was told to answer ${status}.` };
  request.resume().on('end', () => {
    response
      .writeHead(status, { 'content-type': 'application/json' })
      .end(JSON.stringify({ type: 'error', error }));
  });
}
