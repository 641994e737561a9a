import { BACKGROUND_TEXTS } from '../../signals/routes/background-texts.js';
import { focusOf } from '../../signals/focus/focus.js';
import { hashNgrams } from '../../signals/hashed-ngrams.js';
import type { RouteExamples } from '../../signals/routes/route-examples.js';
import {
  fitRouteHead,
  type FittedRouteHead,
  type RouteHead,
  scoreRoutes,
} from '../../signals/routes/route-head.js';
import { groupBy } from '../group-by.js';
import { viewOfText } from '../view-of-text.js';
import type { Example } from './baselines.js';
import type { Workbench } from './suite.js';

/** What the router said of one text. */
export interface Decided {
  readonly truth: string;
  readonly predicted: string;
  /** Calibrated probability of `predicted`. */
  readonly confidence: number;
  /** The route after it; empty when there is only one. */
  readonly second: string;
  readonly outOfScope: number;
}

/** A route head with one route a label, fitted by the code that serves. */
export async function fitIntentRouter(
  examples: readonly Example[],
  bench: Workbench,
): Promise<FittedRouteHead> {
  const routes = routeExamples(examples, await bench.embed(examples.map(({ text }) => text)));
  const background = { texts: BACKGROUND_TEXTS, vectors: await bench.embed(BACKGROUND_TEXTS) };
  return fitRouteHead(routes, background);
}

/** One route a label, from examples and their vectors. */
export function routeExamples(
  examples: readonly Example[],
  vectors: readonly Float32Array[],
): RouteExamples[] {
  const rows = examples.map((example, at) => ({ ...example, vector: vectors[at] ?? new Float32Array() }));
  return [...groupBy(rows, ({ label }) => label)].map(([route, group]) => ({
    route,
    texts: group.map(({ text }) => text),
    vectors: group.map(({ vector }) => vector),
  }));
}

/** Decides each text as a request with that one message. */
export async function decideIntents(
  head: RouteHead,
  rows: readonly Example[],
  bench: Workbench,
): Promise<Decided[]> {
  const looked = rows.map(({ text }) => focusOf(viewOfText(text)).text);
  const vectors = await bench.embed(looked);
  return rows.map(({ label }, at) => {
    const vector = vectors[at];
    const ngrams = hashNgrams(looked[at] ?? '');
    const { routes, outOfScope } = scoreRoutes(head, vector === undefined ? { ngrams } : { ngrams, vector });
    const [first, second] = routes;
    return {
      truth: label,
      predicted: first?.route ?? '',
      confidence: first?.probability ?? 0,
      second: second?.route ?? '',
      outOfScope,
    };
  });
}
