import type { GatePart } from '../../bundle/bundle.js';
import type { RegistryModel, RegistryRoute } from '../../config/registry.js';
import { fitTemperature } from '../../heads/temperature.js';
import { barCurve } from '../gate/bar-curve.js';
import { groupBy } from '../group-by.js';
import { isHeldOut } from './held-out.js';
import { type Learned, type Workshop } from './learned.js';
import type { GateLesson } from './lessons.js';
import { describeTrial, isKept, pairedTrial, type ScoredPair } from './paired-trial.js';

/** Answers of each kind, good and bad, that the bar of a route needs, to learn and again to be tried. */
const LEAST_ROWS = 20;

/**
 * Fits the bar of the gate for each cascade with enough judged answers: the one that catches most bad answers for the good
 * ones that it rejects, as `dragoman calibrate gate` does. Answers that nobody saw have no opinion: bars are fitted on
 * those that were delivered. A score is the share of verdicts that were right, good and bad answers counting the same.
 */
export async function learnGate(
  lessons: readonly GateLesson[],
  { registry, parent, holdOut, tolerance, onStep }: Workshop,
): Promise<Learned<GatePart>> {
  const byRoute = groupBy(lessons, ({ route }) => route);
  const bars: Record<string, number> = {};
  const pairs: ScoredPair[] = [];
  const used: GateLesson[] = [];
  for (const route of registry.routes) {
    const rows = [...(byRoute.get(route.name) ?? [])].sort((a, b) => (a.id < b.id ? -1 : 1));
    const learnt = rows.filter(({ id }) => !isHeldOut(id, holdOut));
    const heldOut = rows.filter(({ id }) => isHeldOut(id, holdOut));
    if (route.cascade === undefined || rarest(learnt) < LEAST_ROWS || rarest(heldOut) === 0) continue;
    onStep(`fitting the bar of ${route.name}`);
    const trade = { priceRatio: priceRatio(route, registry.pool.models), strongQuality: 1 };
    const bar = barCurve(learnt, trade).recommended?.bar;
    if (bar === undefined) continue;
    const old = parent?.gate?.bars[route.name] ?? route.cascade.gate.bar;
    bars[route.name] = bar;
    pairs.push(...balanced(heldOut, old, bar));
    used.push(...learnt);
  }
  if (pairs.length === 0) {
    return {
      leftOut: `no cascade has ${LEAST_ROWS} good and ${LEAST_ROWS} bad answers that were judged and rated`,
    };
  }
  const trial = pairedTrial(pairs);
  if (!isKept(trial, tolerance)) return { leftOut: `not surely as good: ${describeTrial(trial)}` };
  return { part: { bars, temperature: await temperatureOf(used), heldOut: trial } };
}

/** Rows of the label that is rarer. */
function rarest(rows: readonly GateLesson[]): number {
  const good = rows.filter(({ isGood }) => isGood).length;
  return Math.min(good, rows.length - good);
}

/** Price of the next tier over the first one's, 1 or more; 10 where the first one is free. */
function priceRatio({ cascade }: RegistryRoute, models: ReadonlyMap<string, RegistryModel>): number {
  const [cheap, next] = (cascade?.tiers ?? []).map(({ model }) => {
    const price = models.get(model)?.price;
    return price === undefined ? 0 : price.input + price.output;
  });
  return cheap === undefined || cheap === 0 ? 10 : Math.max(1, (next ?? cheap) / cheap);
}

/** Whether each verdict was right, weighed so that the mean counts both kinds of answer the same. */
function balanced(rows: readonly GateLesson[], before: number, after: number): ScoredPair[] {
  const good = rows.filter(({ isGood }) => isGood).length;
  return rows.map(({ score, isGood }) => {
    const weight = rows.length / (2 * (isGood ? good : rows.length - good));
    const right = (bar: number): number => (score >= bar === isGood ? weight : 0);
    return { before: right(before), after: right(after) };
  });
}

async function temperatureOf(rows: readonly GateLesson[]): Promise<number> {
  const logits = rows.map(({ score }) => {
    const inside = Math.min(Math.max(score, 1e-4), 1 - 1e-4);
    return Float32Array.of(0, Math.log(inside / (1 - inside)));
  });
  return fitTemperature(
    logits,
    rows.map(({ isGood }) => (isGood ? 1 : 0)),
  );
}
