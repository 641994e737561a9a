import type { Child } from '../../demo/child-process.js';

/** A router that runs with the comparison's stand-in models behind it. */
export interface Peer {
  readonly name: PeerName;
  /** The processes that a user of it has to run; what routes comes first. */
  readonly parts: readonly Child[];
  /** Sends one chat request as its users would, and reads the answer to its end. */
  ask(prompt: string): Promise<PeerAnswer>;
  stop(): Promise<void>;
}

export const PEER_NAMES = ['Dragoman', 'LiteLLM', 'Portkey'] as const;
export type PeerName = (typeof PEER_NAMES)[number];

export interface PeerAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

const DEADLINE_MS = 30_000;

/** @param url of the chat completions */
export async function postChat(
  url: string,
  prompt: string,
  headers: Readonly<Record<string, string>> = {},
  model = 'auto',
): Promise<PeerAnswer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ model, messages: [{ role: 'user', content: prompt }] }),
    signal: AbortSignal.timeout(DEADLINE_MS),
  });
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    text: await response.text(),
  };
}

/** A path that `scripts/compare-peers.mjs` hands over. */
export function pathFrom(variable: string): string {
  const path = process.env[variable];
  if (path === undefined || path === '') throw new Error(`${variable} is not set: use npm run compare:peers`);
  return path;
}
