import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { RegistryBackend } from '../../src/config/registry.js';
import { startScriptedUpstream } from '../support/scripted-upstream.js';

export interface Question {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A model whose next answers the test writes itself. */
export interface ScriptedModel {
  readonly backend: RegistryBackend;
  readonly questions: Question[];
  /** Writes the answer; at first {@link good}. */
  answer: (response: ServerResponse) => void;
  /** What it was asked last. */
  last(): Question;
  readonly close: () => void;
}

export const GOOD = '{"model":"m","choices":[],"usage":{"prompt_tokens":7,"completion_tokens":5}}';
export const BAD = '{"model":"m","choices":["BAD"]}';

/** Answers with a JSON text. */
export function says(body: string, status = 200, headers: Readonly<Record<string, string>> = {}) {
  return (response: ServerResponse): void => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
  };
}

/** Answers with these events; with a promise among them it waits there. */
export function streams(...parts: readonly (string | Promise<unknown>)[]) {
  return (response: ServerResponse): void => {
    const write = async (): Promise<void> => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (const part of parts) {
        if (typeof part === 'string') response.write(`data: ${part}\n\n`);
        else await part;
      }
      response.end();
    };
    void write();
  };
}

export async function startScriptedModel(): Promise<ScriptedModel> {
  const questions: Question[] = [];
  const upstream = await startScriptedUpstream((request: IncomingMessage, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { url: path = '', headers } = request;
      questions.push({ path, headers, body: Buffer.concat(chunks).toString() });
      model.answer(response);
    });
  });
  const model: ScriptedModel = {
    backend: { host: '127.0.0.1', port: Number(new URL(upstream.url).port), weight: 1 },
    questions,
    answer: says(GOOD),
    last: () => {
      const question = questions.at(-1);
      if (question === undefined) throw new Error('The model was not asked.');
      return question;
    },
    close: () => {
      upstream.close();
    },
  };
  return model;
}
