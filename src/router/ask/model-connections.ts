import { Agent, request } from 'node:http';
import { clusterOf, HEADERS } from '../../mutation/wire-names.js';

/** Envoy's internal listener. */
export interface InternalAddress {
  readonly host: string;
  readonly port: number;
}

/** A chat completion that is asked of a model of the pool. */
export interface ModelCall {
  /** Name in the pool. */
  readonly model: string;
  /** Its first key is `model`, where Envoy writes the upstream's own name. */
  readonly body: string;
  /** W3C trace context of who asks, so that Envoy's span of the call becomes a part of its trace; empty or absent for none. */
  readonly traceparent?: string | undefined;
  /** Ends the wait. */
  readonly signal: AbortSignal;
}

export type ModelResponse =
  | { readonly ok: true; readonly status: number; readonly body: Buffer }
  /** `late`: the signal ended the wait. `down`: no connection, or one that broke. */
  | { readonly ok: false; readonly failure: 'late' | 'down' };

/** An answer of one token with 20 log probabilities is 3 KB. */
const MAX_ANSWER_BYTES = 65_536;

/** Asks models of the pool through Envoy, never themselves; keeps its connections to it. */
export class ModelConnections {
  readonly #address: InternalAddress;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 64 });

  constructor(address: InternalAddress) {
    this.#address = address;
  }

  /** Never rejects. */
  async post(call: ModelCall): Promise<ModelResponse> {
    const first = await this.#postOnce(call);
    // Envoy may close an idle connection just as it is used again.
    if (first.isStale && !call.signal.aborted) return (await this.#postOnce(call)).response;
    return first.response;
  }

  close(): void {
    this.#agent.destroy();
  }

  #postOnce(call: ModelCall): Promise<{ readonly response: ModelResponse; readonly isStale: boolean }> {
    return new Promise((resolve) => {
      const { body, signal } = call;
      const sent = request({
        ...this.#address,
        ...{ path: '/v1/chat/completions', method: 'POST', headers: headersOf(call) },
        ...{ agent: this.#agent, signal },
      });
      const fail = (): void => {
        const failure = signal.aborted ? 'late' : 'down';
        resolve({ response: { ok: false, failure }, isStale: sent.reusedSocket && failure === 'down' });
      };
      sent.on('error', fail);
      sent.on('response', (response) => {
        const chunks: Buffer[] = [];
        let bytes = 0;
        response.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          chunks.push(chunk);
          if (bytes > MAX_ANSWER_BYTES) sent.destroy();
        });
        response.on('error', fail);
        response.on('close', fail);
        response.on('end', () => {
          const { statusCode: status = 0 } = response;
          resolve({ response: { ok: true, status, body: Buffer.concat(chunks) }, isStale: false });
        });
      });
      sent.end(body);
    });
  }
}

function headersOf({ model, body, traceparent = '' }: ModelCall): Readonly<Record<string, string>> {
  return {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    [HEADERS.cluster]: clusterOf(model),
    ...(traceparent !== '' && { traceparent }),
  };
}
