import { counter, type Distribution, isRefused } from './replay-report.js';
import { actionOf, type Refused, type Replayed } from './replayed.js';

/** What a second registry did differently with the same requests. */
export interface ReplayComparison {
  /** Requests that both routed, and the only ones that are compared. */
  readonly both: number;
  readonly changedRoute: number;
  readonly changedModel: number;
  /** `old -> new`, most frequent first. */
  readonly routeMoves: Distribution;
  readonly modelMoves: Distribution;
  /** Expected US dollars of both over these requests. */
  readonly usd: readonly [old: number, next: number];
  /** Mean expected quality over the requests of which both know one; `null` when there are none. */
  readonly quality: readonly [old: number, next: number] | null;
  readonly qualityKnown: number;
  /** Ids of requests whose model or route changed, the first {@link MOST_CHANGED}. */
  readonly changed: readonly string[];
}

const MOST_CHANGED = 1_000;

/** @param ids of the requests, in the order of both lists */
export function compareReplays(
  ids: readonly string[],
  old: readonly (Replayed | Refused)[],
  next: readonly (Replayed | Refused)[],
): ReplayComparison {
  const moves = { route: counter(), model: counter() };
  const sums = { both: 0, known: 0, oldUsd: 0, nextUsd: 0, oldQuality: 0, nextQuality: 0 };
  const changed: string[] = [];
  old.forEach((one, at) => {
    const other = next[at];
    if (other === undefined || isRefused(one) || isRefused(other)) return;
    sums.both += 1;
    sums.oldUsd += one.costUsd;
    sums.nextUsd += other.costUsd;
    if (one.quality !== null && other.quality !== null) {
      sums.known += 1;
      sums.oldQuality += one.quality;
      sums.nextQuality += other.quality;
    }
    const [from, to] = [actionOf(one), actionOf(other)];
    const isMoved = one.route !== other.route;
    if (isMoved) moves.route.add(`${one.route ?? 'none'} -> ${other.route ?? 'none'}`);
    if (from !== to) moves.model.add(`${from} -> ${to}`);
    if ((isMoved || from !== to) && changed.length < MOST_CHANGED) changed.push(ids[at] ?? String(at));
  });
  const { both, known, oldUsd, nextUsd, oldQuality, nextQuality } = sums;
  return {
    both,
    changedRoute: moves.route.total(),
    changedModel: moves.model.total(),
    routeMoves: moves.route.shares(),
    modelMoves: moves.model.shares(),
    usd: [oldUsd, nextUsd],
    quality: known === 0 ? null : [oldQuality / known, nextQuality / known],
    qualityKnown: known,
    changed,
  };
}
