import { type Agent, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';

/** What came back for one request, as far as it came. */
export interface Exchange {
  /** 0: no head of an answer came. */
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** Why it ended before its end, such as `ECONNRESET`; absent when it is whole. */
  readonly broken?: string;
  /** Ended by ourselves, see `cancelAfterMs`. */
  readonly cancelled?: true;
}

export interface ExchangeOptions {
  readonly agent: Agent;
  readonly url: URL;
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
  /** Goes away after so many milliseconds; undefined: never. */
  readonly cancelAfterMs: number | undefined;
  /** Gives up after so many milliseconds without the end of the answer. */
  readonly giveUpMs: number;
}

interface Attempt {
  readonly exchange: Exchange;
  /** Its connection was closed before a byte of the request was written to it. */
  readonly unsent: boolean;
}

/**
 * Sends one request and reads its answer to the end. Never rejects.
 *
 * Nothing is sent twice that a server may have read. Only this is tried once more: a connection that was kept, and that its
 * other side closed between our taking it and our first byte. Such a request never left this process. A reset after the
 * first byte is a lost request, on a kept connection as on a new one.
 */
export async function exchange(options: ExchangeOptions): Promise<Exchange> {
  const first = await attempt(options);
  return first.unsent ? (await attempt(options)).exchange : first.exchange;
}

function attempt(options: ExchangeOptions): Promise<Attempt> {
  return new Promise((resolve) => {
    let status = 0;
    let headers: IncomingHttpHeaders = {};
    let wrote = (): boolean => false;
    const chunks: Buffer[] = [];
    const sending = request(options.url, {
      method: 'POST',
      agent: options.agent,
      headers: {
        'content-type': 'application/json',
        ...options.headers,
        'content-length': options.body.length,
      },
    });
    const finish = (broken?: string, cancelled = false): void => {
      clearTimeout(cancelling);
      clearTimeout(givingUp);
      const text = Buffer.concat(chunks).toString('utf8');
      resolve({
        exchange: {
          ...{ status, headers, text },
          ...(broken !== undefined && { broken }),
          ...(cancelled && { cancelled }),
        },
        unsent: broken !== undefined && !cancelled && sending.reusedSocket && !wrote(),
      });
    };
    const end = (why: string, cancelled: boolean): void => {
      finish(why, cancelled);
      sending.destroy();
    };
    const cancelling =
      options.cancelAfterMs === undefined
        ? undefined
        : setTimeout(end, options.cancelAfterMs, 'cancelled', true);
    const givingUp = setTimeout(end, options.giveUpMs, `no end after ${options.giveUpMs} ms`, false);
    sending.on('socket', (socket) => {
      const before = socket.bytesWritten;
      wrote = () => socket.bytesWritten > before;
    });
    sending.on('error', (error) => {
      finish(codeOf(error));
    });
    sending.on('response', (answer: IncomingMessage) => {
      status = answer.statusCode ?? 0;
      headers = answer.headers;
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        finish();
      });
      answer.on('error', (error) => {
        finish(codeOf(error));
      });
    });
    sending.end(options.body);
  });
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}
