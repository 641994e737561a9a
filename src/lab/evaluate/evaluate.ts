import { groupBy } from '../group-by.js';
import { bootstrap } from '../metrics/bootstrap.js';
import { calibrationError, type Confident, reliabilityTable } from '../metrics/calibration-error.js';
import { mean } from '../metrics/mean.js';
import { auroc, type Scored } from '../metrics/ranking.js';
import { confusionOf, type Placed } from './confusion.js';
import { costForecast } from './cost-forecast.js';
import type {
  Calibration,
  CoveragePoint,
  EvaluatedRow,
  Evaluation,
  Mistake,
  OutOfScopeQuality,
  RouteQuality,
} from './evaluation.js';
import { countBy, layerUses } from './layer-uses.js';
import { NO_ROUTE } from './read-labels.js';
import { type Share, shareOf, shareWhere } from './share.js';

/** Resamples of the bootstrap: enough for two digits, and quick. */
const RESAMPLES = 300;

/** Mistakes of each kind that are listed, and prompts that are shown of each. */
const [MOST_MISTAKES, TEXTS_OF_MISTAKE] = [25, 3];

const COVERAGES = [1, 0.99, 0.95, 0.9, 0.8, 0.7, 0.5];

/** Sets what a registry does beside what is right. */
export function evaluate(
  rows: readonly EvaluatedRow[],
  source: Pick<Evaluation, 'registry' | 'failed' | 'failures' | 'ignored'>,
): Evaluation {
  const inScope = rows.filter(belongs);
  const compared = inScope.flatMap(confidentOf);
  const placed = rows.map(placeOf);
  const routes = routeQualities(placed);
  const recalls = routes.flatMap(({ recall }) => (recall === null ? [] : [recall.value]));
  const answers = rows.map(({ answer }) => answer);
  return {
    ...source,
    rows: rows.length,
    accuracy: shareWhere(rows, isRight),
    inScopeAccuracy: shareWhere(inScope, isRight),
    bestRouteAccuracy: shareWhere(compared, ({ correct }) => correct),
    macroRecall: recalls.length === 0 ? null : mean(recalls),
    undecided: shareWhere(inScope, ({ answer }) => answer.route === NO_ROUTE),
    modelAccuracy: modelAccuracy(rows),
    outOfScope: outOfScopeQuality(rows),
    calibration: calibrationOf(compared),
    coverage: coverageOf(compared),
    routes,
    confusion: confusionOf(placed, NO_ROUTE),
    mistakes: mistakesOf(rows, (row) => row.answer.route !== NO_ROUTE),
    misses: mistakesOf(rows, (row) => row.answer.route === NO_ROUTE),
    layers: layerUses(rows),
    reasons: countBy(answers, 'reason'),
    models: countBy(answers, 'model'),
    cost: costForecast(answers),
  };
}

/** Whether a prompt goes where it should. */
export function isRight({ answer, label }: Pick<EvaluatedRow, 'answer' | 'label'>): boolean {
  return label.routes.includes(answer.route);
}

/** A row's place in the matrix: of several routes that are right, the one decided for, else the first. */
export function placeOf({ answer, label }: Pick<EvaluatedRow, 'answer' | 'label'>): Placed {
  const { route } = answer;
  return { truth: label.routes.includes(route) ? route : (label.routes[0] ?? NO_ROUTE), decided: route };
}

/** Recall and precision of each route that is right, or decides, for a prompt; by name. */
function routeQualities(rows: readonly Placed[]): RouteQuality[] {
  const byTruth = groupBy(rows, ({ truth }) => truth);
  const byDecided = groupBy(rows, ({ decided }) => decided);
  const names = new Set([...byTruth.keys(), ...byDecided.keys()]);
  names.delete(NO_ROUTE);
  return [...names].sort().map((route) => {
    const support = byTruth.get(route) ?? [];
    const decided = byDecided.get(route) ?? [];
    const right = support.filter((row) => row.decided === route).length;
    return {
      route,
      support: support.length,
      decided: decided.length,
      recall: shareOf(right, support.length),
      precision: shareOf(right, decided.length),
    };
  });
}

function belongs({ label }: EvaluatedRow): boolean {
  return !label.routes.includes(NO_ROUTE);
}

/** What calibration looks at; nothing of a prompt that was not compared. */
function confidentOf({ answer, label }: EvaluatedRow): Confident[] {
  const { best, confidence } = answer;
  if (best === undefined || confidence === undefined) return [];
  return [{ confidence, correct: label.routes.includes(best) }];
}

function modelAccuracy(rows: readonly EvaluatedRow[]): Share | null {
  return shareWhere(
    rows.filter(({ label }) => label.model !== undefined),
    ({ answer, label }) => answer.model === label.model,
  );
}

function outOfScopeQuality(rows: readonly EvaluatedRow[]): OutOfScopeQuality {
  const strangers = rows.filter((row) => !belongs(row));
  const undecided = rows.filter(({ answer }) => answer.route === NO_ROUTE);
  const scored = rows.flatMap((row): Scored[] => {
    const score = row.answer.outOfScope;
    return score === undefined ? [] : [{ score, positive: !belongs(row) }];
  });
  const area = auroc(scored);
  return {
    rows: strangers.length,
    recall: shareWhere(strangers, isRight),
    precision: strangers.length === 0 ? null : shareWhere(undecided, (row) => !belongs(row)),
    auroc: Number.isNaN(area) ? null : { value: area, ...bootstrap(scored, auroc, { resamples: RESAMPLES }) },
  };
}

function calibrationOf(rows: readonly Confident[]): Calibration | null {
  if (rows.length === 0) return null;
  const interval = bootstrap(rows, calibrationError, { resamples: RESAMPLES });
  return { ece: { value: calibrationError(rows), ...interval }, bins: reliabilityTable(rows) };
}

function coverageOf(rows: readonly Confident[]): CoveragePoint[] {
  const sorted = [...rows].sort((a, b) => b.confidence - a.confidence);
  return COVERAGES.flatMap((coverage) => {
    const kept = sorted.slice(0, Math.round(coverage * sorted.length));
    const last = kept.at(-1);
    if (last === undefined) return [];
    const right = kept.filter(({ correct }) => correct).length;
    return [{ coverage, confidence: last.confidence, accuracy: right / kept.length }];
  });
}

function mistakesOf(rows: readonly EvaluatedRow[], isListed: (row: EvaluatedRow) => boolean): Mistake[] {
  const byTruth = groupBy(rows, (row) => placeOf(row).truth);
  const wrong = rows.filter((row) => !isRight(row) && isListed(row));
  const pairs = [...groupBy(wrong, (row) => JSON.stringify(placeOf(row))).values()];
  return pairs
    .sort((a, b) => b.length - a.length)
    .slice(0, MOST_MISTAKES)
    .flatMap((group) => {
      const [first] = group;
      if (first === undefined) return [];
      const place = placeOf(first);
      const share = group.length / (byTruth.get(place.truth)?.length ?? 1);
      const texts = group.slice(0, TEXTS_OF_MISTAKE).map(({ answer }) => answer.text);
      return [{ ...place, count: group.length, share, texts }];
    });
}
