import type { FitSet } from '../../router/compile/fit-job.js';
import type { FoldScores } from '../../signals/routes/route-head.js';

/** What one example or `not` text of a registry is. */
export interface LintExample {
  readonly route: string;
  readonly text: string;
  /** Of length 1; `undefined` without an encoder. */
  readonly vector: Float32Array | undefined;
}

/** What `lint` knows of a registry's texts. */
export interface ExampleSet {
  /** Examples, descriptions included. */
  readonly examples: readonly LintExample[];
  readonly not: readonly LintExample[];
  /** What a head that never saw it says of an example. */
  readonly folds: readonly FoldScores[];
}

/** The texts of a fit set one by one. */
export function examplesOf({ routes }: FitSet): Pick<ExampleSet, 'examples' | 'not'> {
  const listed = (route: string, texts: readonly string[], vectors: readonly Float32Array[]): LintExample[] =>
    texts.map((text, at) => ({ route, text, vector: vectors[at] }));
  return {
    examples: routes.flatMap(({ route, texts, vectors }) => listed(route, texts, vectors)),
    not: routes.flatMap(({ route, not }) => listed(route, not?.texts ?? [], not?.vectors ?? [])),
  };
}
