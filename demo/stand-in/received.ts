import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** One request as a stand-in saw it: the upstream's side of the story. */
export interface Received {
  readonly method: string;
  readonly path: string;
  /** The `model` field of the body; absent when there was none. */
  readonly model?: string;
  /** Length of the body. */
  readonly bytes: number;
  /** SHA-256 of the body, hexadecimal. */
  readonly sha256: string;
  readonly headers: IncomingHttpHeaders;
  /** The body as UTF-8; absent when it is over 1 MiB or when 64 MiB of bodies are kept already. */
  readonly body?: string;
}

const MAX_BODY_KEPT = 1024 * 1024;
const MAX_BODIES_KEPT = 64 * MAX_BODY_KEPT;

export class ReceivedLog {
  readonly entries: Received[] = [];
  #kept = 0;

  add(request: Pick<Received, 'method' | 'path' | 'headers'>, body: Buffer, model: string | undefined): void {
    const keep = body.length <= MAX_BODY_KEPT && this.#kept + body.length <= MAX_BODIES_KEPT;
    if (keep) this.#kept += body.length;
    this.entries.push({
      ...request,
      bytes: body.length,
      sha256: createHash('sha256').update(body).digest('hex'),
      ...(model === undefined ? {} : { model }),
      ...(keep ? { body: body.toString('utf8') } : {}),
    });
  }
}
