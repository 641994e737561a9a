import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Behaviour } from './behaviour.js';

/** One server-sent event; `event` is left out by the OpenAI completions endpoints. */
export interface ServerEvent {
  readonly event?: string;
  readonly data: unknown;
}

/** Writes the events one by one, `behaviour.gap` milliseconds apart; stops when the client has gone. */
export async function sendEvents(
  response: ServerResponse,
  events: readonly ServerEvent[],
  behaviour: Behaviour,
): Promise<void> {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
  });
  for (const [index, event] of events.entries()) {
    if (response.destroyed) return;
    if (index === behaviour.abort) {
      response.destroy();
      return;
    }
    const name = event.event === undefined ? '' : `event: ${event.event}\n`;
    const data = typeof event.data === 'string' ? event.data : JSON.stringify(event.data);
    response.write(`${name}data: ${data}\n\n`);
    if (behaviour.gap > 0) await sleep(behaviour.gap);
  }
  response.end();
}
