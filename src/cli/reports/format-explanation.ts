import type { Explanation } from '../../lab/explain/explanation.js';
import { alignColumns } from '../output/align-columns.js';
import type { OutputStyle } from '../output/output-style.js';
import { visibleText } from '../output/visible-text.js';

/** Candidates shown to people; JSON has them all. */
const SHOWN_CANDIDATES = 5;

/** How the tables of an explanation are shown. */
type Style = Pick<OutputStyle, 'paint' | 'width'>;

/** An explanation for people: a sentence, then a table each for layers, candidates and models. */
export function formatExplanation(explanation: Explanation, style: Style): string {
  const { id, model, route, meaning, decidedBy, text } = explanation;
  const lines = [
    style.paint.heading(
      `${visibleText(String(id))}: model ${model}, route ${route}, decided by ${decidedBy}`,
    ),
    meaning,
    ...(text === undefined ? [] : [`text: ${visibleText(JSON.stringify(text))}`]),
    '',
    ...layerTable(explanation, style),
    ...candidateTable(explanation, style),
    '',
    ...modelTable(explanation, style),
  ];
  return `${lines.join('\n')}\n`;
}

function layerTable({ layers }: Explanation, style: Style): string[] {
  const rows = layers.map(({ name, microseconds, found }) => [name, String(microseconds), found]);
  return alignColumns([['layer', 'µs', 'found'], ...rows], style);
}

function candidateTable({ candidates, outOfScope, margin, marginBar }: Explanation, style: Style): string[] {
  if (candidates.length === 0) return [];
  const rows = candidates
    .slice(0, SHOWN_CANDIDATES)
    .map(({ route, probability, bar, model }) => [route, probability.toFixed(3), bar.toFixed(3), model]);
  const hidden = candidates.length - rows.length;
  return [
    '',
    ...alignColumns([['route', 'probability', 'bar', 'model'], ...rows], style),
    ...(hidden > 0 ? [`and ${hidden} more`] : []),
    `out of scope ${(outOfScope ?? 0).toFixed(3)}; margin ${(margin ?? 0).toFixed(3)}, at least ${marginBar.toFixed(3)} is asked for`,
  ];
}

function modelTable({ models }: Explanation, style: Style): string[] {
  const { paint } = style;
  const rows = models.map(({ model, chosen, limit, quality, cost, costDifference }) => [
    chosen ? paint.good(`${model} *`) : model,
    limit === null ? 'yes' : paint.bad(`no: ${limit}`),
    quality === null ? '-' : quality.toFixed(3),
    cost.toFixed(6),
    chosen ? '-' : `${costDifference < 0 ? '-' : '+'}${Math.abs(costDifference).toFixed(6)}`,
  ]);
  return alignColumns([['model', 'can serve', 'quality', 'US$', 'instead'], ...rows], style);
}
