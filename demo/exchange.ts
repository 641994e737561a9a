import { HEADERS } from '../src/mutation/wire-names.js';
import type { JsonObject } from './stand-in/json.js';

export interface Question {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: JsonObject;
}

/** What a client sees of one request. */
export interface Exchange {
  readonly status: number;
  /** The decision's id; empty when nobody decided. */
  readonly decision: string;
  readonly route: string;
  readonly model: string;
  readonly reason: string;
}

/** Posts a question and reads the answer, a stream included, to its end. */
export async function exchange(url: string, question: Question, signal: AbortSignal): Promise<Exchange> {
  const response = await fetch(url + question.path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...question.headers },
    body: JSON.stringify(question.body),
    signal,
  });
  await response.arrayBuffer();
  const header = (name: string): string => response.headers.get(name) ?? '';
  return {
    status: response.status,
    decision: header(HEADERS.decision),
    route: header(HEADERS.route),
    model: header(HEADERS.model),
    reason: header(HEADERS.reason),
  };
}
