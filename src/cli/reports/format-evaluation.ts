import type { Counted, Evaluation, Mistake, RouteQuality } from '../../lab/evaluate/evaluation.js';
import { NO_ROUTE } from '../../lab/evaluate/read-labels.js';
import { alignColumns } from '../output/align-columns.js';
import type { Paint } from '../output/paint.js';
import { failureLines } from './failure-lines.js';
import { UNKNOWN, percent, rangeOf, usd } from './figures.js';
import { formatConfusion } from './format-confusion.js';
import { headFigures } from './head-figures.js';

/** Routes up to which all are printed; of more, the weakest. */
const [MOST_ROUTES, WEAKEST] = [30, 20];
const MOST_MISTAKES = 12;
const BAR_WIDTH = 30;

/** An evaluation for people. @param texts whether prompts are shown */
export function formatEvaluation(
  evaluation: Evaluation,
  { paint, texts }: { readonly paint: Paint; readonly texts: boolean },
): string[] {
  const { rows, failed, ignored, registry } = evaluation;
  const leftOut = ignored === 0 ? '' : `, ${ignored} left out for labels that name no route`;
  const figures = headFigures(evaluation).map(({ name, value, range, counts }) => [
    name,
    value,
    range,
    counts,
  ]);
  const section = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ['', paint.heading(title), ...lines];
  return [
    `registry ${registry}: ${rows} prompts, ${failed} failed${leftOut}`,
    ...(figures.length === 0 ? [] : ['', ...alignColumns([['', 'value', '95 %', 'prompts'], ...figures])]),
    ...section('failed', failureLines(evaluation.failures)),
    ...section(routeTitle(evaluation), routeTable(evaluation)),
    ...section(
      `confusion matrix (a row a route, a column what was decided; ${NO_ROUTE}: no route)`,
      formatConfusion(evaluation.confusion),
    ),
    ...section('worst confusions', mistakeLines(evaluation.mistakes, texts)),
    ...section('most often undecided', mistakeLines(evaluation.misses, texts)),
    ...section('accuracy of the surest prompts', coverageTable(evaluation)),
    ...section('reliability: what was right, by the probability given', reliabilityTable(evaluation)),
    ...section('layers', layerTable(evaluation)),
    ...section('reasons', countTable('reason', evaluation.reasons)),
    ...section('models', countTable('model', evaluation.models)),
    ...section('expected cost, US$ per 1,000 prompts', costTable(evaluation)),
  ];
}

function routeTitle({ routes }: Evaluation): string {
  return routes.length <= MOST_ROUTES ? 'routes' : `the ${WEAKEST} weakest of ${routes.length} routes`;
}

function routeTable({ routes }: Evaluation): string[] {
  if (routes.length === 0) return [];
  const recallOf = ({ recall }: RouteQuality): number => recall?.value ?? 1;
  const shown =
    routes.length <= MOST_ROUTES
      ? routes
      : [...routes].sort((a, b) => recallOf(a) - recallOf(b)).slice(0, WEAKEST);
  const head = ['route', 'recall, %', '95 %', 'precision, %', '95 %', 'prompts', 'decided'];
  const rows = shown.map(({ route, support, decided, recall, precision }) => [
    ...[route, percent(recall?.value), rangeOf(recall, percent)],
    ...[percent(precision?.value), rangeOf(precision, percent), String(support), String(decided)],
  ]);
  return alignColumns([head, ...rows]);
}

function mistakeLines(mistakes: readonly Mistake[], texts: boolean): string[] {
  if (mistakes.length === 0) return [];
  const shown = mistakes.slice(0, MOST_MISTAKES);
  const rows = shown.map(({ truth, decided, count, share, texts: [text = ''] }) => [
    ...[truth, decided, String(count), percent(share)],
    ...(texts ? [text] : []),
  ]);
  const head = ['should be', 'went to', 'prompts', 'of the route, %', ...(texts ? ['such as'] : [])];
  return alignColumns([head, ...rows]);
}

function coverageTable({ coverage }: Evaluation): string[] {
  if (coverage.length === 0) return [];
  const rows = coverage.map(({ coverage: kept, accuracy, confidence }) => [
    ...[percent(kept), percent(accuracy), confidence.toFixed(3)],
  ]);
  return alignColumns([['kept, %', 'accuracy, %', 'lowest probability'], ...rows]);
}

function reliabilityTable({ calibration }: Evaluation): string[] {
  const bins = (calibration?.bins ?? []).filter(({ count }) => count > 0);
  if (bins.length === 0) return [];
  const rows = bins.map(({ from, to, count, confidence, accuracy }) => [
    ...[`${from.toFixed(2)} to ${to.toFixed(2)}`, String(count), confidence.toFixed(3), accuracy.toFixed(3)],
    bar(accuracy, confidence),
  ]);
  return alignColumns([['probability', 'prompts', 'mean', 'right', 'right #, mean |'], ...rows]);
}

/** The share as a bar, with a mark where it should end. */
function bar(share: number, target: number): string {
  const full = Math.round(share * BAR_WIDTH);
  const mark = Math.min(BAR_WIDTH - 1, Math.round(target * BAR_WIDTH));
  return Array.from({ length: BAR_WIDTH }, (_, at) => (at === mark ? '|' : at < full ? '#' : '.')).join('');
}

function layerTable({ layers }: Evaluation): string[] {
  const time = (value: number | null): string => (value === null ? UNKNOWN : value.toFixed(0));
  const rows = layers.map(({ layer, ran, decided, p50, p99 }) => [
    ...[layer, percent(ran), percent(decided), time(p50), time(p99)],
  ]);
  if (rows.length === 0) return [];
  return alignColumns([['layer', 'ran, %', 'decided, %', 'p50, µs', 'p99, µs'], ...rows]);
}

function countTable<K extends 'reason' | 'model'>(key: K, counts: readonly Counted<K, string>[]): string[] {
  const rows = counts.map((counted) => [counted[key], String(counted.count), percent(counted.share)]);
  return rows.length === 0 ? [] : alignColumns([[key, 'prompts', '%'], ...rows]);
}

function costTable({ cost, rows }: Evaluation): string[] {
  if (rows === 0) return [];
  return alignColumns([
    ['routed', 'always the default', 'always the dearest'],
    [cost.perThousand, cost.defaultPerThousand, cost.strongestPerThousand].map(usd),
  ]);
}
