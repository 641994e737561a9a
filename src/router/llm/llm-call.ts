import { Agent, request } from 'node:http';

/** Envoy's internal listener. */
export interface InternalAddress {
  readonly host: string;
  readonly port: number;
}

export interface LlmCall {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Ends the wait. */
  readonly signal: AbortSignal;
}

export type LlmResponse =
  | { readonly ok: true; readonly status: number; readonly text: string }
  /** `late`: the signal ended the wait. `down`: no connection, or one that broke. */
  | { readonly ok: false; readonly failure: 'late' | 'down' };

/** An answer of one token with 20 log probabilities is 3 KB. */
const MAX_ANSWER_BYTES = 65_536;

/** Keeps its connections to Envoy. */
export class LlmConnections {
  readonly #address: InternalAddress;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 64 });

  constructor(address: InternalAddress) {
    this.#address = address;
  }

  /** Never rejects. */
  async post(call: LlmCall): Promise<LlmResponse> {
    const first = await this.#postOnce(call);
    // Envoy may close an idle connection just as it is used again.
    if (first.isStale && !call.signal.aborted) return (await this.#postOnce(call)).response;
    return first.response;
  }

  close(): void {
    this.#agent.destroy();
  }

  #postOnce(call: LlmCall): Promise<{ readonly response: LlmResponse; readonly isStale: boolean }> {
    return new Promise((resolve) => {
      const { path, body, signal } = call;
      const length = String(Buffer.byteLength(body));
      const headers = { 'content-type': 'application/json', 'content-length': length, ...call.headers };
      const sent = request({ ...this.#address, path, method: 'POST', headers, agent: this.#agent, signal });
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
          const text = Buffer.concat(chunks).toString();
          resolve({ response: { ok: true, status: response.statusCode ?? 0, text }, isStale: false });
        });
      });
      sent.end(body);
    });
  }
}
