import type { Memory } from '../../router/memory.js';
import { route } from '../../router/route.js';
import { SILENT_TRACE } from '../../router/silent-trace.js';
import type { Snapshot } from '../../router/snapshot.js';
import type { Signal } from '../../signals/signal.js';
import { groupBy } from '../group-by.js';
import { createReplayMemory } from './replay-memory.js';
import type { ReplayRequest } from './replay-request.js';
import { type Refused, type Replayed, toReplayed } from './replayed.js';

/** A request, and what became of it. */
export interface ReplayedRequest {
  readonly request: ReplayRequest;
  readonly result: Replayed | Refused;
  /** What was noticed of it; empty for a refused one. */
  readonly signals: readonly Signal[];
}

/** Requests on their way at a time, so that every encoder thread has work. */
export const AT_ONCE = 64;

/**
 * Routes requests again with the code that serves, as fast as it goes, and hands them on in their order. What serving
 * remembers is on, by the clock of the requests; the small model is not asked, and no model's health is known.
 */
export async function* replay(
  batches: AsyncIterable<readonly ReplayRequest[]> | Iterable<readonly ReplayRequest[]>,
  snapshot: Snapshot,
): AsyncGenerator<readonly ReplayedRequest[]> {
  let clock = 0;
  const memory = createReplayMemory(snapshot, () => clock);
  for await (const batch of batches) {
    for (let from = 0; from < batch.length; from += AT_ONCE) {
      const chunk = batch.slice(from, from + AT_ONCE);
      clock = chunk[0]?.at ?? clock;
      yield await replayChunk(chunk, { snapshot, memory });
    }
  }
}

interface Setting {
  readonly snapshot: Snapshot;
  readonly memory: Memory;
}

async function replayChunk(chunk: readonly ReplayRequest[], setting: Setting): Promise<ReplayedRequest[]> {
  const results = new Map<ReplayRequest, ReplayedRequest>();
  const lanes = [...groupBy(chunk, ({ lane }) => lane).values()];
  await Promise.all(
    lanes.map(async (lane) => {
      for (const request of lane) results.set(request, await replayOne(request, setting));
    }),
  );
  return chunk.flatMap((request) => results.get(request) ?? []);
}

async function replayOne(request: ReplayRequest, { snapshot, memory }: Setting): Promise<ReplayedRequest> {
  const exchange = { head: request.head, body: request.body, requestId: request.id };
  const { record, problem } = await route(exchange, snapshot, memory, SILENT_TRACE);
  if (record === undefined)
    return { request, result: { refused: problem?.code ?? 'field_invalid' }, signals: [] };
  return { request, result: toReplayed(record, snapshot.registry, request), signals: record.signals };
}
