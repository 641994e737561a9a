import type { Signal } from '../../signals/signal.js';
import { BUILTIN_SIGNALS, type BuiltinSignal } from '../../signals/builtin.js';
import type { RequestView } from '../../request/request-view.js';
import { builtinLayer } from './builtin-layer.js';
import type { Judgement } from '../judge.js';
import { fastLayer } from './fast-layer.js';
import { similarityLayer } from './similarity-layer.js';
import { outcomeLayer } from './outcome-layer.js';
import type { Snapshot } from '../snapshot.js';
import { readText } from './text-reading.js';

/**
 * What the layers would have found that a judgement did without, because a cheaper one decided or nobody asked for them: the
 * other built-in signals, the fast head, the encoder's, the predictions of outcomes. Not the small model, which costs money,
 * nor the cache. For whoever wants to see the whole; serving never asks.
 */
export async function otherLayers(
  view: RequestView,
  snapshot: Snapshot,
  { signals }: Judgement,
): Promise<Signal[]> {
  const reading = readText(view, snapshot);
  const ran = new Set(signals.map(({ name }) => name));
  const found: (Signal | undefined)[] = [];
  const unmeasured = (Object.keys(BUILTIN_SIGNALS) as BuiltinSignal[]).filter(
    (name) => !snapshot.measured.includes(name),
  );
  if (unmeasured.length > 0) {
    found.push(await builtinLayer({ ...snapshot, measured: unmeasured }, view, reading));
  }
  if (!ran.has('fast')) found.push(fastLayer(snapshot, reading));
  if (!ran.has('similarity')) found.push(await similarityLayer(snapshot, reading));
  if (!ran.has('outcomes') && snapshot.outcomes !== undefined) {
    found.push(await outcomeLayer(snapshot, reading));
  }
  return found.filter((signal) => signal !== undefined);
}
