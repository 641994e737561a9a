import { Agent } from 'node:http';
import { exchange } from '../load/exchange.js';
import type { CheckedRequest } from '../load/checked-request.js';

/** So many that the length of streams, about half a second, is not what bounds the rate. */
export const CLIENTS = 256;

/** Requests a second that {@link CLIENTS} clients get answered who ask without a break (a closed loop), whatever the answers are. */
export async function saturate(
  url: string,
  requests: readonly CheckedRequest[],
  seconds: number,
): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
  const start = performance.now();
  const elapsed = (): number => (performance.now() - start) / 1000;
  let answered = 0;
  let number = 0;
  const client = async (): Promise<void> => {
    while (elapsed() < seconds) {
      const request = requests[number++ % requests.length];
      if (request === undefined) return;
      const { broken } = await exchange({
        ...{ agent, url: new URL('v1/chat/completions', `${url}/`) },
        body: Buffer.from(JSON.stringify(request.body)),
        headers: request.headers ?? {},
        cancelAfterMs: undefined,
        giveUpMs: 30_000,
      });
      if (broken === undefined) answered++;
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  agent.destroy();
  return answered / elapsed();
}
