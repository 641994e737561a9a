import { GATE_FEATURES } from '../../../gate/head/gate-features.js';
import { groupBy } from '../../group-by.js';
import { calibrationError } from '../../metrics/calibration-error.js';
import { percent } from '../../metrics/percent.js';
import { auroc, recallAtFalsePositives } from '../../metrics/ranking.js';
import type { GateJudgement, TrainedGate } from './train-gate.js';

const INTRODUCTION = `# The trained gate

\`gate.json\` gives the probability that an answer is good for its prompt. It is a linear head: logistic regression on the
features of \`src/gate/head/gate-features.ts\`, once for all prompts and once, held down more, for each kind of prompt, and on the
encoder's static vectors of the prompt and of the answer. Without an encoder the features serve alone ("no encoder").
Figures are of the whole gate: contracts and sure checks settle some answers before the head is asked. It is calibrated on
five folds that keep a prompt on one side.

\`npm run train:builtin\` makes it and this file again, from the gate's data set and from answers written for Dragoman
(\`src/lab/builtin/gate/own-answers.ts\`), which are cut short, repeated, refused and swapped by \`src/lab/builtin/gate/defects.ts\`, and short
right and wrong ones (\`own-short-answers.ts\` beside it).
"Left out" judges every source by a head that has never seen it; "dev" holds other prompts of the same sources. The source
marked * only measures: its queries derive from a set for non-commercial use. Its answers and those of our own are prose; all
others are mathematics, code and exams. Answers are those of the data set's models (GPT-3.5 to small open ones, 2021 to 2024);
stronger models err in other ways, so fit the bar on answers of your own: \`dragoman calibrate gate\`.
`;

/** Text of the gate's card. */
export function gateCard(
  { head, crossed }: TrainedGate,
  leftOut: readonly GateJudgement[],
  dev: readonly GateJudgement[],
): string {
  const shipping = ({ sample }: GateJudgement): boolean => sample.row.fit;
  const lines = [
    ...[INTRODUCTION, `${head.features} numbers, ${head.embedding} of vectors.`, ''],
    '| rows | count | AUC | no encoder | bad found at 5 % / 10 % false rejections | ECE |',
    '|---|---|---|---|---|---|',
    lineOf('cross-validated, sources that ship and our own', crossed, true),
    lineOf('left out, sources that ship', leftOut.filter(shipping)),
    lineOf('left out, all', leftOut),
    lineOf('dev, sources that ship', dev.filter(shipping), true),
    lineOf('dev, all', dev, true),
    '',
    ...['| source | licence | rows | good, % | AUC, left out | AUC, dev |', '|---|---|---|---|---|---|'],
    ...sourceLines(leftOut, dev),
    '',
    ...['| defect | dev rows | AUC against the good ones |', '|---|---|---|'],
    ...defectLines(dev),
    '',
    ...['## Features', '', '| feature | measures |', '|---|---|'],
    ...GATE_FEATURES.map(({ name, about }) => `| ${name} | ${about} |`),
  ];
  return `${lines.join('\n')}\n`;
}

function lineOf(name: string, judged: readonly GateJudgement[], hasPlain = false): string {
  const bad = judged.map(({ sample, score }) => ({ score: 1 - score, positive: !sample.row.isGood }));
  const plain = judged.map(({ sample, plain: score }) => ({ score, positive: sample.row.isGood }));
  const recalls = [0.05, 0.1].map((share) => percent(recallAtFalsePositives(bad, share))).join(' / ');
  const ece = calibrationError(
    judged.map(({ sample, score }) => ({ confidence: score, correct: sample.row.isGood })),
  );
  const bare = hasPlain ? auroc(plain).toFixed(3) : '-';
  return `| ${[name, judged.length, auroc(bad).toFixed(3), bare, recalls, ece.toFixed(3)].join(' | ')} |`;
}

function sourceLines(leftOut: readonly GateJudgement[], dev: readonly GateJudgement[]): string[] {
  const devOf = groupBy(dev, sourceOf);
  const groups = [...groupBy(leftOut, sourceOf)].sort(([a], [b]) => (a < b ? -1 : 1));
  return groups.map(([source, rows]) => {
    const row = rows[0]?.sample.row;
    const good = rows.filter(({ sample }) => sample.row.isGood).length / rows.length;
    const name = `${source}${row?.fit === false ? ' *' : ''}`;
    const aucs = [area(rows), area(devOf.get(source) ?? [])];
    return `| ${[name, row?.licence ?? '', rows.length, percent(good), ...aucs].join(' | ')} |`;
  });
}

function defectLines(dev: readonly GateJudgement[]): string[] {
  const good = dev.filter(({ sample }) => sample.row.isGood);
  const bad = groupBy(
    dev.filter(({ sample }) => !sample.row.isGood),
    ({ sample }) => sample.row.defect,
  );
  return [...bad]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([defect, rows]) => `| ${defect} | ${rows.length} | ${area([...good, ...rows])} |`);
}

function sourceOf({ sample }: GateJudgement): string {
  return sample.row.source;
}

function area(judged: readonly GateJudgement[]): string {
  const value = auroc(judged.map(({ sample, score }) => ({ score, positive: sample.row.isGood })));
  return Number.isNaN(value) ? '-' : value.toFixed(3);
}
