import type { FitSet } from '../../router/compile/fit-job.js';
import { hashNgrams } from '../../signals/hashed-ngrams.js';
import type { RouteExamples } from '../../signals/routes/route-examples.js';
import { fitRouteHead, type FoldScores, scoreRoutes } from '../../signals/routes/route-head.js';

/** Examples of which one fit keeps all scores of its own cross-validation; for more, folds are fitted here. */
const MOST_OF_ONE_FIT = 1_200;

/** Each is judged by a head that was fitted on the others. */
const FOLDS = 4;

/**
 * What a head that never saw an example says of it, for every example of a route that has two or more. The head is the one
 * that serves. The same examples give the same scores.
 *
 * @param onStep told now and then of how many examples are done
 */
export async function crossValidate(
  { routes, background }: FitSet,
  onStep: (done: number) => void = () => undefined,
): Promise<readonly FoldScores[]> {
  const count = routes.reduce((sum, { texts }) => sum + texts.length, 0);
  if (count <= MOST_OF_ONE_FIT) {
    const { folds } = await fitRouteHead(routes, background);
    onStep(count);
    return folds;
  }
  const scores: FoldScores[] = [];
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const head = await fitRouteHead(
      routes.map((route) => part(route, (at) => at % FOLDS !== fold)),
      background,
    );
    for (const route of routes) {
      if (route.texts.length < 2) continue;
      const held = part(route, (at) => at % FOLDS === fold);
      for (const [at, text] of held.texts.entries()) {
        const vector = held.vectors[at];
        const evidence = { ngrams: hashNgrams(text), ...(vector && { vector }) };
        scores.push({ text, route: route.route, scores: scoreRoutes(head, evidence) });
      }
    }
    onStep(fold + 1 === FOLDS ? count : scores.length);
  }
  return scores;
}

/** The examples of a route at some of its positions; its `not` texts stay. A single example stays as well. */
function part(route: RouteExamples, keeps: (at: number) => boolean): RouteExamples {
  const isKept = (_: unknown, at: number): boolean => keeps(at) || route.texts.length < 2;
  return { ...route, texts: route.texts.filter(isKept), vectors: route.vectors.filter(isKept) };
}
