import type { RouteSpec } from './api/v1alpha1/route.js';
import { DEFAULTS } from './defaults.js';
import { quote } from './problem.js';
import type { ExamplesReader } from './read-examples.js';
import type { RegistryRoute } from './registry.js';
import { resolveDuration } from './resolve-duration.js';
import { resolveMatch } from './resolve-match.js';
import { checkModel } from './resolve-model-name.js';
import { resolveObjective } from './resolve-objective.js';
import type { ResolvedPool } from './resolve-pool.js';
import { checkSafetyClass } from './safety-class.js';
import type { Spot } from './spot.js';
import type { Checked } from './validate.js';

/** What a route is resolved against. */
export interface RouteContext {
  /** `undefined` when there is none: references are then left unchecked. */
  readonly pool: ResolvedPool | undefined;
  /** The RouterPolicy's threshold, if it names one. */
  readonly threshold: number | undefined;
  /** Whether the RouterPolicy names outcomes. */
  readonly hasOutcomes: boolean;
  readonly readExamples: ExamplesReader;
}

/** Name that the wire gives to "no route". */
const RESERVED_NAME = 'none';

/** Routes with fewer examples, and no rule, are seldom found. */
const FEW_EXAMPLES = 5;

/** A route needs one of them. */
const WAYS_IN = ['match', 'examples', 'examplesFrom'] as const;

/** Checks one route and fills in its defaults. */
export function resolveRoute(
  { document, spot: top }: Checked<'Route'>,
  context: RouteContext,
): RegistryRoute {
  const { metadata, spec } = document;
  const spot = top.at('spec');
  const { policy } = spec;
  if (metadata.name === RESERVED_NAME) {
    top
      .at('metadata', 'name')
      .reference('"none" is reserved for requests without a route; choose another name');
  }
  checkGoal(spec, spot);
  if (context.pool !== undefined) checkModels(spec, context.pool, spot);
  const match = (spec.match ?? []).map((rule, index) =>
    resolveMatch(rule, context.pool, spot.at('match', index)),
  );
  const examples = resolveExamples(spec, context.readExamples, spot);
  return {
    name: metadata.name,
    description: spec.description ?? '',
    examples,
    not: resolveNot(spec.not ?? [], examples, spot),
    match,
    target: spec.target,
    objective: resolveObjective(spec, context.pool, context.hasOutcomes, spot.at('objective')),
    threshold: spec.threshold ?? context.threshold,
    priority: spec.priority ?? DEFAULTS.priority,
    timeoutMs: resolveDuration(policy?.timeout, spot.at('policy', 'timeout')),
    maxTokens: policy?.maxTokens,
    fallback: policy?.fallback,
    safetyClass: policy?.safetyClass,
  };
}

/** A route needs exactly one of them. */
const GOALS = ['target', 'objective'] as const;

function checkGoal(spec: RouteSpec, spot: Spot): void {
  const given = GOALS.filter((goal) => spec[goal] !== undefined);
  if (given.length === 1 || !GOALS.every((goal) => spot.isSound(goal))) return;
  spot.invalid(
    `must have exactly one of ${GOALS.map(quote).join(' and ')}, got ${given.length === 0 ? 'neither' : 'both'}`,
  );
}

function checkModels(spec: RouteSpec, pool: ResolvedPool, spot: Spot): void {
  const fallback = spec.policy?.fallback;
  const fallbackSpot = spot.at('policy', 'fallback');
  const isKnown = checkModel(spec.target, pool, spot.at('target'));
  checkModel(fallback, pool, fallbackSpot);
  for (const [index, name] of (spec.objective?.models ?? []).entries())
    checkModel(name, pool, spot.at('objective', 'models', index));
  if (fallback !== undefined && fallback === spec.target) {
    if (isKnown) fallbackSpot.reference(`${quote(fallback)} is the target itself; choose another model`);
    return;
  }
  checkSafetyClass(spec, pool, spot);
}

function resolveNot(not: readonly string[], examples: readonly string[], spot: Spot): string[] {
  const belonging = new Set(examples);
  const strangers = new Set<string>();
  for (const [index, text] of not.entries()) {
    const stranger = text.trim();
    if (stranger === '') spot.at('not', index).doubtful('is empty and ignored');
    else if (belonging.has(stranger))
      spot
        .at('not', index)
        .reference(`${quote(stranger)} is an example of this route, too; remove one of them`);
    else strangers.add(stranger);
  }
  return [...strangers];
}

function resolveExamples(spec: RouteSpec, readExamples: ExamplesReader, spot: Spot): string[] {
  const inline = spec.examples ?? [];
  for (const [index, example] of inline.entries()) {
    if (example.trim() === '') spot.at('examples', index).doubtful('is empty and ignored');
  }
  const from = spot.isSound('examplesFrom', 'file') ? spec.examplesFrom : undefined;
  const read = from && readExamples(from, spot.at('examplesFrom'));
  const examples = [...inline, ...(read ?? [])]
    .map((example) => example.trim())
    .filter((example) => example !== '');
  const distinct = [...new Set(examples)];
  const isFileBroken = spec.examplesFrom !== undefined && read === undefined;
  if (spec.match === undefined && !isFileBroken) checkExampleCount(distinct.length, spec, spot);
  return distinct;
}

function checkExampleCount(count: number, spec: RouteSpec, spot: Spot): void {
  if (count === 0) {
    if (!WAYS_IN.every((key) => spot.isSound(key))) return;
    spot.invalid('must have "match", "examples" or "examplesFrom": nothing could choose this route');
  } else if (count < FEW_EXAMPLES) {
    const few = spot.at(spec.examples === undefined ? 'examplesFrom' : 'examples');
    few.doubtful(`${count === 1 ? 'is' : 'are'} only ${count}; ${FEW_EXAMPLES} or more make a good route`);
  }
}
