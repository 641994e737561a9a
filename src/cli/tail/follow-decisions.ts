import { setTimeout as setTimeoutPromise } from 'node:timers/promises';
import type { DecisionLine, DecisionsPage } from '../../admin/api/decisions.js';
import { DragomanError } from '../../errors.js';
import { type AdminClient, AdminRefusal } from './admin-client.js';
import { readEvents } from './read-events.js';

export interface FollowOptions {
  /** What `GET /decisions` and `GET /decisions/live` are asked for, such as `route`. */
  readonly query: Readonly<Record<string, string>>;
  /** Ends it. */
  readonly signal: AbortSignal;
  readonly onDecision: (decision: DecisionLine) => void;
  /** Told when the connection breaks, and when it is back. */
  readonly onTrouble: (message: string) => void;
  /** Milliseconds before the first try to come back; each later one waits twice as long, at most 30 times that. Default 500. */
  readonly patienceMs?: number;
}

/** Decisions made before that are shown at first, and after a break: as many as the server gives. */
const [FIRST, MISSED] = [20, 200];

/** Decisions that were shown and are remembered, so that none is shown twice. */
const MOST_SEEN = 5_000;

/** The server sends a sign of life every 15 s. */
const SILENCE_MS = 45_000;

/**
 * Tells the last decisions, the oldest first, and then each new one; comes back by itself when the connection breaks, and
 * tells what was missed meanwhile as far as the server still has it. Resolves when the signal is aborted.
 *
 * @throws DragomanError `admin_unreachable` when the server cannot be reached at first, or refuses
 */
export async function followDecisions(client: AdminClient, options: FollowOptions): Promise<void> {
  const { signal, onTrouble, patienceMs = 500 } = options;
  const seen = new Set<string>();
  const state = { wasOpen: false, failures: 0 };
  while (!isStopped(signal)) {
    try {
      await followOnce(client, options, seen, () => {
        if (state.failures > 0) onTrouble(`${client.shown} is back`);
        state.wasOpen = true;
        state.failures = 0;
      });
    } catch (error) {
      if (isStopped(signal)) return;
      if (error instanceof AdminRefusal || !state.wasOpen) throw error;
    }
    if (isStopped(signal)) return;
    if (state.failures === 0) onTrouble(`the connection to ${client.shown} broke; trying again`);
    await pause(patienceMs * Math.min(2 ** state.failures, 30), signal);
    state.failures += 1;
  }
}

/** Until the connection breaks. @param seen decisions that were told before */
async function followOnce(
  client: AdminClient,
  { query, signal, onDecision, onTrouble }: FollowOptions,
  seen: Set<string>,
  onOpen: () => void,
): Promise<void> {
  const silence = new AbortController();
  const either = AbortSignal.any([signal, silence.signal]);
  const timer = setTimeout(() => {
    silence.abort();
  }, SILENCE_MS);
  const tell = (decision: DecisionLine): void => {
    if (seen.has(decision.id)) return;
    seen.add(decision.id);
    for (const oldest of seen) {
      if (seen.size <= MOST_SEEN) break;
      seen.delete(oldest);
    }
    onDecision(decision);
  };
  const asked = new URLSearchParams(query).toString();
  const limit = seen.size === 0 ? FIRST : MISSED;
  try {
    // Opened first: what is decided while the page is read comes as an event.
    const live = await client.get(`/decisions/live?${asked}`, either);
    onOpen();
    const last = new URLSearchParams({ ...query, limit: String(limit) });
    for (const decision of await lastDecisions(client, last, either, onTrouble)) tell(decision);
    if (live.body === null) return;
    for await (const data of readEvents(live.body, () => timer.refresh()))
      tell(JSON.parse(data) as DecisionLine);
  } finally {
    clearTimeout(timer);
    silence.abort();
  }
}

/** The oldest first; none while the store is away: what is decided meanwhile comes all the same. */
async function lastDecisions(
  client: AdminClient,
  query: URLSearchParams,
  signal: AbortSignal,
  onTrouble: (message: string) => void,
): Promise<readonly DecisionLine[]> {
  try {
    const page = (await (await client.get(`/decisions?${query.toString()}`, signal)).json()) as DecisionsPage;
    return page.decisions.toReversed();
  } catch (error) {
    if (signal.aborted || !(error instanceof DragomanError) || error instanceof AdminRefusal) throw error;
    onTrouble(`those that were decided before cannot be told: ${error.message}`);
    return [];
  }
}

function isStopped({ aborted }: AbortSignal): boolean {
  return aborted;
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await setTimeoutPromise(milliseconds, undefined, { signal });
  } catch {
    // Aborted: whoever waits looks at the signal.
  }
}
