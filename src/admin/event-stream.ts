import type { ServerResponse } from 'node:http';

const HEARTBEAT_MS = 15_000;

/** After which a browser whose connection broke asks again. */
const RETRY_MS = 2_000;

/** What may wait for one client, in bytes; what comes while more waits is skipped. */
const MOST_WAITING_BYTES = 262_144;

/**
 * Sends events until the client leaves. One that reads too slowly misses some, which a comment tells: nothing is kept for it
 * beyond the limit. One that reads nothing at all is cut off by the server's time-out.
 *
 * @param subscribe see `AdminReply`
 * @returns resolves when the client has left
 */
export function streamEvents(
  response: ServerResponse,
  subscribe: (send: (data: object) => void) => () => void,
): Promise<void> {
  let skipped = 0;
  const write = (text: string): boolean => {
    if (response.writableLength > MOST_WAITING_BYTES) return false;
    response.write(text);
    return true;
  };
  write(`retry: ${RETRY_MS}\n\n`);
  const heartbeat = setInterval(() => {
    write(': still here\n\n');
  }, HEARTBEAT_MS).unref();
  const end = subscribe((data) => {
    if (skipped > 0 && write(`: ${skipped} events skipped\n\n`)) skipped = 0;
    if (!write(`data: ${JSON.stringify(data)}\n\n`)) skipped++;
  });
  return new Promise((resolve) => {
    const leave = (): void => {
      clearInterval(heartbeat);
      end();
      resolve();
    };
    if (response.closed) leave();
    else response.once('close', leave);
  });
}
