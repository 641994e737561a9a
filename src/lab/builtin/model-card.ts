import { groupBy } from '../group-by.js';
import { recallOverSources } from '../metrics/accuracy.js';
import { calibrationError } from '../metrics/calibration-error.js';
import { percent } from '../metrics/percent.js';
import { auroc, barPassedBy, recallAtFalsePositives } from '../metrics/ranking.js';
import type { Judged, TrainedSignal } from './train-signal.js';

const INTRODUCTION = `# Built-in signals

Small trained heads, made by \`npm run train:builtin\` from the data sets that \`DRAGOMAN_DATA\` names and from prompts written for
Dragoman (\`src/lab/builtin/prompts\`). This file is made by the same command. A head joins a softmax layer on the sentence
embedding and the structured features with one on hashed n-grams; how much each counts, and the calibration, are fitted on
rows whose source was left out. Without an encoder the features and the n-grams serve alone ("no encoder" below).

"Left out" judges every source by heads that have never seen it; our own prompts count by parts of their templates. "Dev" holds other
rows of the same sources and is therefore easy. Sources marked * only measure: their licence keeps them out of what ships.
`;

/** Text of the model card. */
export function modelCard(signals: readonly TrainedSignal[]): string {
  return [INTRODUCTION, ...signals.map(sectionOf)].join('\n');
}

function sectionOf(signal: TrainedSignal): string {
  const { recipe, leftOut, dev } = signal;
  const lines = [`## ${recipe.name}`, '', recipe.about, '', ...figures(signal), ''];
  lines.push('| label | source | rows | licence | right, left out | no encoder | dev |');
  lines.push('|---|---|---|---|---|---|---|');
  const devGroups = groupBy(dev, keyOf);
  for (const [key, rows] of [...groupBy(leftOut, keyOf)].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const first = rows[0]?.row;
    if (first === undefined) continue;
    const cells = [
      ...[first.label, `${first.source}${first.fit ? '' : ' *'}`, rows.length, first.licence],
      ...[percent(recall(rows)), percent(recall(rows, true)), percent(recall(devGroups.get(key) ?? []))],
    ];
    lines.push(`| ${cells.join(' | ')} |`);
  }
  return `${lines.join('\n')}\n`;
}

function figures({ recipe, leftOut, dev, withRest }: TrainedSignal): string[] {
  const shipping = leftOut.filter(({ row }) => row.fit);
  const all = recipe.labels.length === 2 ? twoLabels : manyLabels;
  return [
    ...['| rows | count | figures |', '|---|---|---|'],
    `| left out, sources that ship | ${shipping.length} | ${all(shipping)} |`,
    `| the same, no encoder | ${shipping.length} | ${all(shipping.map(withoutEncoder))} |`,
    `| left out, all but our own prompts | ${shipping.filter(notOwn).length} | ${all(shipping.filter(notOwn))} |`,
    ...(withRest === undefined
      ? []
      : [
          `| the first line, if the sources marked * were fitted on too | ${withRest.length} | ${all(withRest)} |`,
        ]),
    ...hardBenignLine(recipe.hardBenign ?? [], leftOut),
    `| dev | ${dev.length} | ${all(dev)} |`,
  ];
}

/** False positives on harmless rows that look bad, each family judged by heads that have not seen it. */
function hardBenignLine(sources: readonly string[], leftOut: readonly Judged[]): string[] {
  const scores = leftOut.flatMap(({ row, probabilities }) =>
    sources.includes(row.source) ? [probabilities[1] ?? 0] : [],
  );
  if (scores.length === 0) return [];
  const real = leftOut.filter((judged) => judged.row.fit && notOwn(judged) && judged.row.truth === 0);
  const bar = barPassedBy(
    real.map(({ probabilities }) => probabilities[1] ?? 0),
    0.01,
  );
  const above = (limit: number): string =>
    percent(scores.filter((score) => score > limit).length / scores.length);
  const said = `${above(0.5)} % false positives at .5, ${above(bar)} % at the bar that 1 % of other sources pass`;
  return [`| hard benign, its own family left out | ${scores.length} | ${said} |`];
}

function manyLabels(rows: readonly Judged[]): string {
  return `macro recall ${percent(labelRecall(rows))}, accuracy ${percent(recall(rows))}, ECE ${errorOf(rows)}`;
}

function twoLabels(rows: readonly Judged[]): string {
  const scored = rows.map(({ row, probabilities }) => ({
    score: probabilities[1] ?? 0,
    positive: row.truth === 1,
  }));
  const negatives = scored.filter(({ positive }) => !positive);
  const flagged = negatives.filter(({ score }) => score > 0.5).length / negatives.length;
  const bar = barPassedBy(
    negatives.map(({ score }) => score),
    0.01,
  );
  const caught = percent(recallAtFalsePositives(scored, 0.01));
  return [
    `AUC ${auroc(scored).toFixed(3)}, ${caught} % caught at 1 % false positives (bar ${bar.toFixed(2)})`,
    `at .5: ${percent(recall(rows.filter(({ row }) => row.truth === 1)))} % caught, ${percent(flagged)} % false positives`,
    `ECE ${errorOf(rows)}`,
  ].join('; ');
}

function labelRecall(rows: readonly Judged[]): number {
  return recallOverSources(
    rows.map(({ row, probabilities }) => ({
      truth: row.label,
      predicted: top(probabilities) === row.truth ? row.label : '',
      source: row.source,
    })),
  );
}

function recall(rows: readonly Judged[], plain = false): number {
  const right = rows.filter(({ row, ...said }) => top(plain ? said.plain : said.probabilities) === row.truth);
  return right.length / rows.length;
}

function errorOf(rows: readonly Judged[]): string {
  const confident = rows.map(({ row, probabilities }) => ({
    confidence: Math.max(...probabilities),
    correct: top(probabilities) === row.truth,
  }));
  return calibrationError(confident).toFixed(3);
}

function withoutEncoder(judged: Judged): Judged {
  return { ...judged, probabilities: judged.plain };
}

function notOwn({ row }: Judged): boolean {
  return !row.source.startsWith('own:');
}

function keyOf({ row }: Judged): string {
  return `${row.label}\t${row.source}`;
}

function top(values: Float32Array): number {
  return values.indexOf(Math.max(...values));
}
