import type { RouteSpec } from '../api/v1alpha1/route.js';
import { cascadeOf, checkGoal } from './check-goal.js';
import { DEFAULTS } from '../defaults.js';
import { quote } from '../problem.js';
import type { ExamplesReader } from '../read-examples.js';
import type { RegistryRoute } from '../registry.js';
import { resolveCascade } from './resolve-cascade.js';
import { resolveDuration } from './resolve-duration.js';
import { resolveMatch } from './resolve-match.js';
import { resolveObjective } from './resolve-objective.js';
import type { ResolvedPool } from './resolve-pool.js';
import type { Spot } from '../spot.js';
import type { Checked } from '../validate.js';

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
  checkGoal(spec, context, spot);
  const cascade = cascadeOf(spec, context.pool, spot);
  const timeoutMs = resolveDuration(policy?.timeout, spot.at('policy', 'timeout'));
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
    cascade: cascade && resolveCascade(cascade, context.pool?.pool.models ?? new Map(), timeoutMs),
    threshold: spec.threshold ?? context.threshold,
    priority: spec.priority ?? DEFAULTS.priority,
    timeoutMs,
    maxTokens: policy?.maxTokens,
    fallback: policy?.fallback,
    safetyClass: policy?.safetyClass,
  };
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
