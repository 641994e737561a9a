import type { Endpoint } from '../../request/request-view.js';

/** A stream that a client expects, as one word: its endpoint, and `+usage` where a chunk with the token counts was asked for. */
export type StreamShape = Endpoint | `${Endpoint}${typeof WITH_USAGE}`;

const WITH_USAGE = '+usage';

export function streamShape(endpoint: Endpoint, includesUsage: boolean): StreamShape {
  return includesUsage ? `${endpoint}${WITH_USAGE}` : endpoint;
}

/** The endpoint, which may be an unknown one, and whether a chunk with the token counts was asked for. */
export function readStreamShape(shape: string): {
  readonly endpoint: string;
  readonly includesUsage: boolean;
} {
  const includesUsage = shape.endsWith(WITH_USAGE);
  return { endpoint: includesUsage ? shape.slice(0, -WITH_USAGE.length) : shape, includesUsage };
}
