import type { Explanation } from '../../lab/explain/explanation.js';
import { alignColumns } from '../output/align-columns.js';

/** Candidates shown to people; JSON has them all. */
const SHOWN_CANDIDATES = 5;

/** An explanation for people: a sentence, then a table each for layers, candidates and models. */
export function formatExplanation(explanation: Explanation): string {
  const { id, model, route, meaning, decidedBy, text } = explanation;
  const lines = [
    `${id}: model ${model}, route ${route}, decided by ${decidedBy}`,
    meaning,
    ...(text === undefined ? [] : [`text: ${JSON.stringify(text)}`]),
    '',
    ...layerTable(explanation),
    ...candidateTable(explanation),
    '',
    ...modelTable(explanation),
  ];
  return `${lines.join('\n')}\n`;
}

function layerTable({ layers }: Explanation): string[] {
  const rows = layers.map(({ name, microseconds, found }) => [name, String(microseconds), found]);
  return alignColumns([['layer', 'µs', 'found'], ...rows]);
}

function candidateTable({ candidates, outOfScope, margin, marginBar }: Explanation): string[] {
  if (candidates.length === 0) return [];
  const rows = candidates
    .slice(0, SHOWN_CANDIDATES)
    .map(({ route, probability, bar, model }) => [route, probability.toFixed(3), bar.toFixed(3), model]);
  const hidden = candidates.length - rows.length;
  return [
    '',
    ...alignColumns([['route', 'probability', 'bar', 'model'], ...rows]),
    ...(hidden > 0 ? [`and ${hidden} more`] : []),
    `out of scope ${(outOfScope ?? 0).toFixed(3)}; margin ${(margin ?? 0).toFixed(3)}, at least ${marginBar.toFixed(3)} is asked for`,
  ];
}

function modelTable({ models }: Explanation): string[] {
  const rows = models.map(({ model, chosen, limit, quality, cost, costDifference }) => [
    chosen ? `${model} *` : model,
    limit === null ? 'yes' : `no: ${limit}`,
    quality === null ? '-' : quality.toFixed(3),
    cost.toFixed(6),
    chosen ? '-' : `${costDifference < 0 ? '-' : '+'}${Math.abs(costDifference).toFixed(6)}`,
  ]);
  return alignColumns([['model', 'can serve', 'quality', 'US$', 'instead'], ...rows]);
}
