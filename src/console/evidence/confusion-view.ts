import type { Registry } from '../../config/registry.js';
import { createPace } from '../../heads/pace.js';
import type { EmbedAll } from '../../lab/drift/route-space.js';
import { draw, drawEvenly } from '../../lab/draw.js';
import { confusionOf, type Placed } from '../../lab/evaluate/confusion.js';
import { NO_ROUTE } from '../../lab/evaluate/read-labels.js';
import { crossValidate } from '../../lab/lint/cross-validate.js';
import { estimateShare } from '../../lab/metrics/share-estimate.js';
import { makeFitSet, textsToFit } from '../../router/compile/make-fit-job.js';
import type { RecordFilter, RecordStore } from '../../store/record-store.js';
import type { ConfusionView } from '../api/evidence.js';

/** Examples that are judged: with more, an answer would not be waited for. `dragoman lint` judges all. */
const MOST_EXAMPLES = 1_200;

/** Labels whose decisions are looked up. */
const MOST_LABELS = 5_000;

const SEED = 1;

/**
 * Each example judged by a head that was fitted on the others, as `dragoman lint` does: by the most probable route, whatever
 * the bars.
 *
 * @param embedAll `undefined` without an encoder: words alone are then judged by
 */
export async function confusionOfExamples(
  registry: Registry,
  embedAll: EmbedAll | undefined,
): Promise<ConfusionView> {
  const total = registry.routes.reduce((sum, { examples }) => sum + examples.length, 0);
  const drawn = drawEvenly(
    registry.routes.map(({ examples }) => examples),
    MOST_EXAMPLES,
    SEED,
  );
  const part = {
    ...registry,
    routes: registry.routes.map((route, at) => ({ ...route, examples: drawn[at] ?? [] })),
  };
  const vectors = await embedAll?.(textsToFit(part));
  const fitSet = await makeFitSet(part, vectors && ((text) => vectors.get(text)), createPace());
  const folds = fitSet.routes.length < 2 ? [] : await crossValidate(fitSet);
  const rows = folds.map(({ route, scores }) => ({
    truth: route,
    decided: scores.routes[0]?.route ?? NO_ROUTE,
  }));
  return viewOf('examples', rows, Math.max(total, rows.length));
}

/** Decisions held against the routes that people named for them. */
export async function confusionOfLabels(
  store: Pick<RecordStore, 'feedback' | 'find'>,
  filter: RecordFilter,
): Promise<ConfusionView> {
  const labels = await routesNamed(store, filter);
  const rows: Placed[] = [];
  for (const [decision, truth] of draw([...labels], MOST_LABELS, SEED)) {
    const record = await store.find(decision);
    if (record !== undefined) rows.push({ truth, decided: record.route ?? NO_ROUTE });
  }
  return viewOf('labels', rows, labels.size);
}

/** Routes by decision; a person who labels knows better than a user. */
async function routesNamed(
  store: Pick<RecordStore, 'feedback'>,
  filter: RecordFilter,
): Promise<ReadonlyMap<string, string>> {
  const named = new Map<string, string>();
  const labelled = new Set<string>();
  for await (const batch of store.feedback(filter)) {
    for (const { decision, source, route } of batch) {
      if (route === null || labelled.has(decision)) continue;
      if (source === 'label') labelled.add(decision);
      else if (named.has(decision)) continue;
      named.set(decision, route);
    }
  }
  return named;
}

function viewOf(of: ConfusionView['of'], rows: readonly Placed[], total: number): ConfusionView {
  const right = rows.filter(({ truth, decided }) => truth === decided).length;
  return {
    ...{ of, rows: rows.length, total },
    accuracy: estimateShare(right, rows.length) ?? null,
    confusion: confusionOf(rows, NO_ROUTE),
  };
}
