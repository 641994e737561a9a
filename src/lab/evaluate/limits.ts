import type { Evaluation } from './evaluation.js';
import type { RegistryDiff } from './registry-diff.js';

/** What a file of limits may set, and how it is measured. */
export interface LimitRule {
  /** Which verb looks at it. */
  readonly verb: 'eval' | 'diff';
  /** Whether the figure must reach the limit, or must not pass it. */
  readonly bound: 'least' | 'most';
  /** Most that the limit may be; default 1. The least is 0. */
  readonly largest?: number;
  /** For people, such as `accuracy`. */
  readonly name: string;
}

export const LIMITS = {
  accuracy: { verb: 'eval', bound: 'least', name: 'accuracy' },
  inScopeAccuracy: { verb: 'eval', bound: 'least', name: 'accuracy in scope' },
  bestRouteAccuracy: { verb: 'eval', bound: 'least', name: 'accuracy of the best route' },
  macroRecall: { verb: 'eval', bound: 'least', name: 'macro recall' },
  modelAccuracy: { verb: 'eval', bound: 'least', name: 'accuracy of the model' },
  outOfScopeRecall: { verb: 'eval', bound: 'least', name: 'out-of-scope recall' },
  outOfScopePrecision: { verb: 'eval', bound: 'least', name: 'out-of-scope precision' },
  outOfScopeAuroc: { verb: 'eval', bound: 'least', name: 'out-of-scope AUROC' },
  ece: { verb: 'eval', bound: 'most', name: 'calibration error' },
  undecided: { verb: 'eval', bound: 'most', name: 'undecided in scope' },
  costPerThousand: { verb: 'eval', bound: 'most', largest: Infinity, name: 'US$ per 1,000 prompts' },
  changed: { verb: 'diff', bound: 'most', name: 'prompts that change route' },
  changedModel: { verb: 'diff', bound: 'most', name: 'prompts that change model' },
  accuracyLoss: { verb: 'diff', bound: 'most', name: 'loss of accuracy' },
  recallLoss: { verb: 'diff', bound: 'most', name: "loss of a route's recall" },
  costIncrease: { verb: 'diff', bound: 'most', largest: Infinity, name: 'increase of cost' },
} as const satisfies Readonly<Record<string, LimitRule>>;

/** What may be set for one route. */
export const ROUTE_LIMITS = {
  recall: { verb: 'eval', bound: 'least', name: 'recall' },
  precision: { verb: 'eval', bound: 'least', name: 'precision' },
  recallLoss: { verb: 'diff', bound: 'most', name: 'loss of recall' },
} as const satisfies Readonly<Record<string, LimitRule>>;

export type LimitKey = keyof typeof LIMITS;
export type RouteLimitKey = keyof typeof ROUTE_LIMITS;

/** What a file of limits says. */
export interface Limits {
  readonly overall: ReadonlyMap<LimitKey, number>;
  /** By route. */
  readonly routes: ReadonlyMap<string, ReadonlyMap<RouteLimitKey, number>>;
}

/** A limit that was looked at. */
export interface LimitCheck {
  /** For people, such as `recall of billing`. */
  readonly name: string;
  readonly bound: 'least' | 'most';
  readonly limit: number;
  /** The figure; `null` when the data does not tell: the limit is then not kept. */
  readonly value: number | null;
  readonly kept: boolean;
}

/** Holds an evaluation against the limits that `eval` looks at. */
export function checkEvaluation(limits: Limits, evaluation: Evaluation): LimitCheck[] {
  const { outOfScope, calibration, cost } = evaluation;
  const figures: Figures<'eval'> = {
    accuracy: evaluation.accuracy?.value,
    inScopeAccuracy: evaluation.inScopeAccuracy?.value,
    bestRouteAccuracy: evaluation.bestRouteAccuracy?.value,
    macroRecall: evaluation.macroRecall ?? undefined,
    modelAccuracy: evaluation.modelAccuracy?.value,
    outOfScopeRecall: outOfScope.recall?.value,
    outOfScopePrecision: outOfScope.precision?.value,
    outOfScopeAuroc: outOfScope.auroc?.value,
    ece: calibration?.ece.value,
    undecided: evaluation.undecided?.value,
    costPerThousand: evaluation.rows === 0 ? undefined : cost.perThousand,
  };
  const qualities = new Map(evaluation.routes.map((quality) => [quality.route, quality]));
  return check(limits, 'eval', figures, (route, key) =>
    key === 'recallLoss' ? undefined : qualities.get(route)?.[key]?.value,
  );
}

/** Holds a diff against the limits that `diff` looks at. */
export function checkDiff(limits: Limits, diff: RegistryDiff): LimitCheck[] {
  const losses = new Map(
    diff.labelled?.routes.map(({ route, difference }) => [route, lossOf(difference.value)]),
  );
  const accuracy = diff.labelled?.accuracy.difference.value;
  const figures: Figures<'diff'> = {
    changed: diff.changed?.value,
    changedModel: diff.changedModel?.value,
    accuracyLoss: accuracy === undefined ? undefined : lossOf(accuracy),
    recallLoss: losses.size === 0 ? undefined : Math.max(...losses.values()),
    costIncrease: diff.rows === 0 ? undefined : Math.max(0, diff.cost.increase),
  };
  return check(limits, 'diff', figures, (route) => losses.get(route));
}

type KeyOf<V> = { [K in LimitKey]: (typeof LIMITS)[K]['verb'] extends V ? K : never }[LimitKey];
type Figures<V> = Readonly<Record<KeyOf<V>, number | undefined>>;

/** A gain is no loss. */
function lossOf(difference: number): number {
  return Math.max(0, -difference);
}

function check(
  { overall, routes }: Limits,
  verb: LimitRule['verb'],
  figures: Readonly<Partial<Record<LimitKey, number | undefined>>>,
  figureOfRoute: (route: string, key: RouteLimitKey) => number | undefined,
): LimitCheck[] {
  const ofAll = [...overall]
    .filter(([key]) => LIMITS[key].verb === verb)
    .map(([key, limit]) => checked(LIMITS[key], LIMITS[key].name, limit, figures[key]));
  const ofRoutes = [...routes].flatMap(([route, keys]) =>
    [...keys]
      .filter(([key]) => ROUTE_LIMITS[key].verb === verb)
      .map(([key, limit]) => {
        const name = `${ROUTE_LIMITS[key].name} of ${route}`;
        return checked(ROUTE_LIMITS[key], name, limit, figureOfRoute(route, key));
      }),
  );
  return [...ofAll, ...ofRoutes];
}

/** Rounding of binary fractions breaks no limit. */
const TOLERANCE = 1e-9;

function checked({ bound }: LimitRule, name: string, limit: number, value: number | undefined): LimitCheck {
  const lead = value === undefined ? -Infinity : bound === 'least' ? value - limit : limit - value;
  return { name, bound, limit, value: value ?? null, kept: lead >= -TOLERANCE };
}
