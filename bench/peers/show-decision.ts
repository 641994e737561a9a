import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import type { Peer } from './peer.js';
import type { ShownDecision } from './results.js';

/** Headers that servers and proxies of any kind write. */
const COMMON = new Set([
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'date',
  'keep-alive',
  'server',
  'transfer-encoding',
]);

/** Longer than any of them waits before it writes. */
const LOGGED_MS = 2_500;

/** What an operator sees of one request: headers of the answer, and what the log gained by it. */
export async function showDecision(peer: Peer, prompt: string): Promise<ShownDecision> {
  await sleep(LOGGED_MS);
  const before = peer.parts.map(linesOf);
  const { headers } = await peer.ask(prompt);
  await sleep(LOGGED_MS);
  const lines = peer.parts.flatMap((part, at) => linesOf(part).slice(before[at]?.length));
  return {
    peer: peer.name,
    headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !COMMON.has(name))),
    lines,
  };
}

function linesOf({ logFile }: { readonly logFile: string }): readonly string[] {
  return stripVTControlCharacters(readFileSync(logFile, 'utf8')).split('\n').slice(0, -1);
}
