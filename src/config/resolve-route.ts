import type { RouteSpec } from './api/v1alpha1/route.js';
import { DEFAULTS } from './defaults.js';
import { quote } from './problem.js';
import type { ExamplesReader } from './read-examples.js';
import type { RegistryRoute } from './registry.js';
import { resolveDuration } from './resolve-duration.js';
import { resolveMatch } from './resolve-match.js';
import type { ResolvedPool } from './resolve-pool.js';
import { checkSafetyClass } from './safety-class.js';
import type { Spot } from './spot.js';
import { didYouMean } from './suggest.js';
import type { Checked } from './validate.js';

/** What a route is resolved against. */
export interface RouteContext {
  /** `undefined` when there is none: references are then left unchecked. */
  readonly pool: ResolvedPool | undefined;
  /** The RouterPolicy's threshold. */
  readonly threshold: number;
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
  if (context.pool !== undefined) checkModels(spec, context.pool, spot);
  const match = (spec.match ?? []).map((rule, index) =>
    resolveMatch(rule, context.pool, spot.at('match', index)),
  );
  return {
    name: metadata.name,
    description: spec.description ?? '',
    examples: resolveExamples(spec, context.readExamples, spot),
    match,
    target: spec.target,
    threshold: spec.threshold ?? context.threshold,
    priority: spec.priority ?? DEFAULTS.priority,
    timeoutMs: resolveDuration(policy?.timeout, spot.at('policy', 'timeout')),
    maxTokens: policy?.maxTokens,
    fallback: policy?.fallback,
    safetyClass: policy?.safetyClass,
  };
}

function checkModels(spec: RouteSpec, pool: ResolvedPool, spot: Spot): void {
  const fallback = spec.policy?.fallback;
  const fallbackSpot = spot.at('policy', 'fallback');
  const known = [checkModel(spec.target, pool, spot.at('target')), checkModel(fallback, pool, fallbackSpot)];
  if (fallback === spec.target) {
    if (known[0]) fallbackSpot.reference(`${quote(fallback)} is the target itself; choose another model`);
    return;
  }
  checkSafetyClass(spec, pool, spot);
}

function checkModel(name: string | undefined, { pool, knowsModels }: ResolvedPool, spot: Spot): boolean {
  if (name === undefined || pool.models.has(name) || !knowsModels) return true;
  spot.reference(`${quote(name)} is no model of the pool${didYouMean(name, pool.models.keys())}`);
  return false;
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
