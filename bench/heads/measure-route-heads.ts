import type { EncoderManifest } from '../../src/embed/manifest.js';
import { loadStaticEncoder, type StaticEncoder } from '../../src/embed/static-encoder.js';
import { createPace } from '../../src/heads/pace.js';
import { type FitJob, type FitSet, runFitJob } from '../../src/router/compile/fit-job.js';
import { BACKGROUND_TEXTS } from '../../src/signals/routes/background-texts.js';
import { fitFastHead, scoreFast } from '../../src/signals/routes/fast-head.js';
import { hashNgrams } from '../../src/signals/hashed-ngrams.js';
import { isWorthWhitening, searchedExamples } from '../../src/signals/routes/searched-examples.js';
import { gatherRows, type RouteExamples } from '../../src/signals/routes/route-examples.js';
import { fitRouteHead, type RouteHead, scoreRoutes } from '../../src/signals/routes/route-head.js';
import { fitRouteLayers } from '../../src/signals/routes/route-layers.js';
import { median } from '../statistics.js';
import { cpuPerCall } from './cpu-per-call.js';
import type { FitFigure, HeadFigures } from './head-figures.js';
import { madeUpRoutes } from './made-up-routes.js';

export interface Sizes {
  readonly fast: RouteCount;
  readonly scoring: RouteCount;
  readonly fits: readonly RouteCount[];
  readonly rounds: number;
}

interface RouteCount {
  readonly routes: number;
  readonly examples: number;
}

const CALLS = 50;

export async function measureRouteHeads(
  manifest: EncoderManifest,
  { fast, scoring, fits, rounds }: Sizes,
): Promise<Pick<HeadFigures, 'fastMs' | 'scoringMs' | 'fits'>> {
  const table = await loadStaticEncoder(manifest);
  if (table === undefined) throw new Error('the shipped encoder has lost its static table');
  const { dimensions } = manifest;
  const figures: FitFigure[] = [];
  for (const size of fits) figures.push(await measureFit(size, dimensions, table));
  return {
    fastMs: await measureFast(madeUpRoutes({ ...fast, dimensions }), table, rounds),
    scoringMs: await measureScoring(madeUpRoutes({ ...scoring, dimensions }), dimensions, rounds),
    fits: figures,
  };
}

async function measureFast(
  examples: readonly RouteExamples[],
  table: StaticEncoder,
  rounds: number,
): Promise<number> {
  const { routes, background } = withTable(examples, table);
  const head = await fitFastHead(routes, background, undefined);
  const texts = examples.map(({ texts: [first = ''] }) => first);
  let at = 0;
  const once = (): void => {
    const text = texts[at++ % texts.length] ?? '';
    scoreFast(head, { ngrams: hashNgrams(text), vector: table.embed(text) });
  };
  return medianOf(once, rounds);
}

async function measureScoring(
  examples: readonly RouteExamples[],
  dimensions: number,
  rounds: number,
): Promise<number> {
  const head = await largeHead(examples, dimensions);
  const evidence = examples.map(
    ({ texts: [text = ''], vectors: [vector = new Float32Array(dimensions)] }) => ({
      ngrams: hashNgrams(text),
      vector,
    }),
  );
  let at = 0;
  const once = (): void => {
    const one = evidence[at++ % evidence.length];
    if (one !== undefined) scoreRoutes(head, one);
  };
  return medianOf(once, rounds);
}

/** The layers and the examples of all routes. Cross-validation would take minutes and is not paid for by a request: its bars are those of few routes. */
async function largeHead(examples: readonly RouteExamples[], dimensions: number): Promise<RouteHead> {
  const few = examples.slice(0, 10);
  const { blend, scope } = await fitRouteHead(few, drawnBackground(dimensions));
  const { routes, refused, rows } = gatherRows(examples);
  const pace = createPace();
  const layers = await fitRouteLayers(rows, routes.length, { dimensions, seed: 1, pace });
  const searched = await searchedExamples(rows, {
    ...{ routes: routes.length, classes: routes.length, dimensions, pace },
    whiten: isWorthWhitening(rows.length, dimensions),
  });
  return { routes, refused, dimensions, layers, blend, searched, scope, thresholds: {} };
}

async function measureFit(size: RouteCount, dimensions: number, table: StaticEncoder): Promise<FitFigure> {
  const examples = madeUpRoutes({ ...size, dimensions });
  const job: FitJob = {
    full: { routes: examples, background: drawnBackground(dimensions) },
    fast: withTable(examples, table),
    fastExits: true,
    thresholds: {},
    seeksSameText: false,
  };
  const start = performance.now();
  const cpuMs = await cpuPerCall(() => runFitJob(job), 1);
  return { ...size, wallMs: performance.now() - start, cpuMs };
}

function withTable(examples: readonly RouteExamples[], table: StaticEncoder): FitSet {
  const embed = (text: string): Float32Array => table.embed(text);
  return {
    routes: examples.map(({ route, texts }) => ({ route, texts, vectors: texts.map(embed) })),
    background: { texts: BACKGROUND_TEXTS, vectors: BACKGROUND_TEXTS.map(embed) },
  };
}

function drawnBackground(dimensions: number): FitSet['background'] {
  const size = { routes: BACKGROUND_TEXTS.length, examples: 1, dimensions };
  return { texts: BACKGROUND_TEXTS, vectors: madeUpRoutes(size, 2).flatMap(({ vectors }) => vectors) };
}

async function medianOf(work: () => unknown, rounds: number): Promise<number> {
  await cpuPerCall(work, CALLS);
  const all: number[] = [];
  for (let round = 0; round < rounds; round++) all.push(await cpuPerCall(work, CALLS));
  return median(all);
}
