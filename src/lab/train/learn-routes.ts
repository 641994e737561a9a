import type { PairedTrial, RouteHeads, RoutesPart } from '../../bundle/bundle.js';
import { placeHeads } from '../../bundle/load-bundle.js';
import { formatRouteHeads, parseRouteHeads } from '../../bundle/route-heads-file.js';
import type { Registry } from '../../config/registry.js';
import { DragomanError } from '../../errors.js';
import { createPace } from '../../heads/pace.js';
import { runWithFolds } from '../../router/compile/fit-job.js';
import {
  fingerprintOfExamples,
  makeFitJob,
  makeFitSet,
  textsToFit,
} from '../../router/compile/make-fit-job.js';
import { scoreFast } from '../../signals/routes/fast-head.js';
import { hashNgrams } from '../../signals/hashed-ngrams.js';
import { type FoldScores, scoreRoutes } from '../../signals/routes/route-head.js';
import type { RouteScores } from '../../signals/routes/route-scores.js';
import { groupBy } from '../group-by.js';
import { accuracy } from '../metrics/accuracy.js';
import { calibrationError } from '../metrics/calibration-error.js';
import { isHeldOut } from './held-out.js';
import { LEAST_HELD_OUT, type Learned, type Workshop } from './learned.js';
import type { RouteLesson } from './lessons.js';
import { describeTrial, isKept, pairedTrial } from './paired-trial.js';

/**
 * Fits the heads of the registry's routes on its examples and on labelled prompts, and tries them beside those in service
 * on prompts held out. What is kept is the very head that was tried, as it comes out of its file.
 */
export async function learnRoutes(
  lessons: readonly RouteLesson[],
  workshop: Workshop,
): Promise<Learned<RoutesPart>> {
  const { registry, holdOut, tolerance, onStep } = workshop;
  const fresh = newTo(registry, lessons);
  const heldOut = fresh.filter(({ text }) => isHeldOut(text, holdOut));
  const learnt = fresh.filter(({ text, route }) => route !== null && !isHeldOut(text, holdOut));
  if (heldOut.length < LEAST_HELD_OUT || learnt.length === 0) {
    const counted = `${learnt.length} labelled prompts to learn from and ${heldOut.length} held out`;
    return { leftOut: `${counted}, must be 1 and ${LEAST_HELD_OUT} or more` };
  }
  const extended = withLabels(registry, learnt);
  const vectorOf = await embed([...textsToFit(extended), ...heldOut.map(({ text }) => text)], workshop);
  onStep('fitting the heads in service');
  const before = headsInService(workshop) ?? placeHeads((await fit(registry, workshop, vectorOf)).heads);
  onStep('fitting the route heads');
  const { heads, folds } = await fit(extended, workshop, vectorOf);
  const after = throughFile(heads);
  onStep('trying both on the prompts held out');
  const trial = tryHeads(heldOut, { before, after }, workshop, vectorOf);
  if (!isKept(trial, tolerance)) return { leftOut: `not surely as good: ${describeTrial(trial)}` };
  return {
    part: {
      examples: fingerprintOfExamples(registry),
      labels: learnt.length,
      heads: after,
      crossValidated: crossValidated(folds),
      heldOut: trial,
    },
  };
}

/** Each text once a route; without those that are examples already. */
function newTo({ routes }: Registry, lessons: readonly RouteLesson[]): RouteLesson[] {
  const key = (route: string | null, text: string): string => JSON.stringify([route, text]);
  const known = new Set(routes.flatMap(({ name, examples }) => examples.map((text) => key(name, text))));
  const texts = new Set(routes.flatMap(({ examples }) => examples));
  const names = new Set(routes.map(({ name }) => name));
  return lessons
    .filter(({ text, route }) => {
      if (text === '' || known.has(key(route, text)) || (route !== null && !names.has(route))) return false;
      known.add(key(route, text));
      // Held out, it would test what the registry itself contradicts.
      return !texts.has(text);
    })
    .sort((a, b) => compare(a.text, b.text) || compare(a.route ?? '', b.route ?? ''));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function withLabels(registry: Registry, learnt: readonly RouteLesson[]): Registry {
  const byRoute = groupBy(learnt, ({ route }) => route ?? '');
  const routes = registry.routes.map((route) => {
    const labelled = (byRoute.get(route.name) ?? []).map(({ text }) => text);
    return { ...route, examples: [...route.examples, ...labelled] };
  });
  return { ...registry, routes };
}

type VectorOf = (text: string) => Float32Array | undefined;

async function embed(
  texts: readonly string[],
  { embedAll, onStep }: Workshop,
): Promise<VectorOf | undefined> {
  if (embedAll === undefined) return undefined;
  const distinct = [...new Set(texts)];
  onStep(`reading the vectors of ${distinct.length} texts`);
  const vectors = await embedAll(distinct);
  const known = new Map(distinct.map((text, at) => [text, vectors[at]] as const));
  return (text) => known.get(text);
}

async function fit(
  registry: Registry,
  { table, encoder }: Workshop,
  vectorOf: VectorOf | undefined,
): Promise<{ readonly heads: RouteHeads; readonly folds: readonly FoldScores[] }> {
  const pace = createPace();
  const full = vectorOf && (await makeFitSet(registry, vectorOf, pace));
  const instruments = { table, ...(encoder !== '' && { encoder: { checksum: encoder } }) };
  return runWithFolds(await makeFitJob(registry, full, instruments, pace));
}

/** Those of the bundle in service, as far as they fit the registry. */
function headsInService({ registry, parent, encoder }: Workshop): RouteHeads | undefined {
  const routes = parent?.routes;
  const fits = routes?.examples === fingerprintOfExamples(registry) && parent?.encoder === encoder;
  return fits ? routes.heads : undefined;
}

/** Rounded as they will be when they are loaded. */
function throughFile(heads: RouteHeads): RouteHeads {
  const stored: unknown = JSON.parse(JSON.stringify(formatRouteHeads(heads)));
  const read = parseRouteHeads(stored);
  if (read.ok) return placeHeads(read.value);
  throw new DragomanError(read.problem.code, read.problem.message);
}

function tryHeads(
  heldOut: readonly RouteLesson[],
  { before, after }: { readonly before: RouteHeads; readonly after: RouteHeads },
  { table }: Workshop,
  vectorOf: VectorOf | undefined,
): RoutesPart['heldOut'] {
  const scored = heldOut.map(({ text, route }) => {
    const ngrams = hashNgrams(text);
    const vector = vectorOf?.(text);
    const scoresOf = ({ index, fast }: RouteHeads): RouteScores => {
      if (index !== undefined && vector !== undefined) return scoreRoutes(index, { ngrams, vector });
      const own = fast.head.dimensions === 0 ? undefined : table?.embed(text);
      return scoreFast(fast, own === undefined ? { ngrams } : { ngrams, vector: own }).scores;
    };
    const [old, now] = [scoresOf(before), scoresOf(after)];
    return {
      before: decided(old) === route ? 1 : 0,
      after: decided(now) === route ? 1 : 0,
      confidence: now.routes[0]?.probability ?? 0,
      isInScope: route !== null,
      correct: now.routes[0]?.route === route,
    };
  });
  const trial: PairedTrial = pairedTrial(scored);
  return { ...trial, calibrationError: calibrationError(scored.filter(({ isInScope }) => isInScope)) };
}

/** The most probable route; `null` for a text out of scope. */
function decided({ routes: [first], outOfScope }: RouteScores): string | null {
  return first === undefined || outOfScope > 0.5 ? null : first.route;
}

function crossValidated(folds: readonly FoldScores[]): RoutesPart['crossValidated'] {
  const trials = folds.map(({ route, scores }) => ({
    confidence: scores.routes[0]?.probability ?? 0,
    correct: scores.routes[0]?.route === route,
  }));
  return {
    rows: trials.length,
    accuracy: accuracy(trials.map(({ correct }) => correct)),
    calibrationError: trials.length === 0 ? 0 : calibrationError(trials),
  };
}
