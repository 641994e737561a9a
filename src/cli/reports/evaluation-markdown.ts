import type { Evaluation, Mistake, RouteQuality } from '../../lab/evaluate/evaluation.js';
import type { LimitCheck } from '../../lab/evaluate/limits.js';
import { percent, rangeOf, usd } from './figures.js';
import { limitSentence } from './format-limits.js';
import { headFigures } from './head-figures.js';
import { escapeMarkdown, folded, markdownTable, markdownTitle } from './markdown.js';

/** Routes that a comment lists: the weakest. */
const MOST_ROUTES = 40;

/** An evaluation as a comment on a pull request: the figures, then everything else folded. @param texts whether prompts are shown */
export function evaluationMarkdown(
  evaluation: Evaluation,
  checks: readonly LimitCheck[],
  texts: boolean,
): string {
  const { registry, rows, failed, routes, mistakes, misses, reasons, cost } = evaluation;
  const missed = checks.filter(({ kept }) => !kept);
  const figures = headFigures(evaluation);
  const weakest = [...routes].sort((a, b) => recallOf(a) - recallOf(b)).slice(0, MOST_ROUTES);
  return [
    markdownTitle(`Evaluation of registry ${registry}`, missed.length === 0),
    '',
    `${rows} prompts, ${failed} failed; expected cost US$ ${usd(cost.perThousand)} for 1,000.`,
    ...missed.map((check) => `- **missed**: ${escapeMarkdown(limitSentence(check))}`),
    '',
    ...markdownTable(
      ['', 'value', '95 %'],
      figures.slice(0, 3).map(({ name, value, range }) => [name, value, range]),
    ),
    ...folded(
      'All figures',
      markdownTable(
        ['', 'value', '95 %', 'prompts'],
        figures.map(({ name, value, range, counts }) => [name, value, range, counts]),
      ),
    ),
    ...folded('Worst confusions', mistakeTable(mistakes, texts)),
    ...folded('Most often undecided', mistakeTable(misses, texts)),
    ...folded(
      routes.length <= MOST_ROUTES ? 'Routes' : `The ${MOST_ROUTES} weakest of ${routes.length} routes`,
      markdownTable(
        ['route', 'recall, %', '95 %', 'precision, %', 'prompts'],
        weakest.map(({ route, recall, precision, support }) => [
          ...[
            route,
            percent(recall?.value),
            rangeOf(recall, percent),
            percent(precision?.value),
            String(support),
          ],
        ]),
      ),
    ),
    ...folded(
      'Reasons',
      markdownTable(
        ['reason', 'prompts', '%'],
        reasons.map(({ reason, count, share }) => [reason, String(count), percent(share)]),
      ),
    ),
    '',
  ].join('\n');
}

function mistakeTable(mistakes: readonly Mistake[], texts: boolean): string[] {
  const rows = mistakes.map(({ truth, decided, count, texts: [text = ''] }) => [
    ...[truth, decided, String(count)],
    ...(texts ? [text] : []),
  ]);
  return markdownTable(['should be', 'went to', 'prompts', ...(texts ? ['such as'] : [])], rows);
}

function recallOf({ recall }: RouteQuality): number {
  return recall?.value ?? 1;
}
