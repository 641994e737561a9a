import { loadStaticEncoder } from '../../embed/static-encoder.js';
import { GATE_FILE, GATE_FOLDER, gateExpectation } from '../../gate/head/gate-head.js';
import { GATE_REASONS } from '../../gate/gate-reason.js';
import { scoreFindings } from '../../gate/gate-scorer.js';
import { readHeadFile } from '../../heads/head-file.js';
import { join } from 'node:path';
import { barCurve } from '../gate/bar-curve.js';
import { gateRows } from '../builtin/gate/gate-rows.js';
import { gateSamples } from '../builtin/gate/gate-sample.js';
import { ownGateRows } from '../builtin/gate/own-rows.js';
import { type GateJudgement, judgeSample, leaveSourcesOut } from '../builtin/gate/train-gate.js';
import { groupBy } from '../group-by.js';
import { calibrationError } from '../metrics/calibration-error.js';
import { auroc, recallAtFalsePositives, type Scored } from '../metrics/ranking.js';
import { shippedEncoder } from '../shipped-encoder.js';
import { cell, figureOf } from './figure.js';
import type { Aim, Figure, Suite, Table } from './suite.js';

/** Price of a strong answer over a cheap one that the curve's cost assumes. */
const PRICE_RATIO = 10;

/** The gate's judgement of answers, as serving makes it without a verifier and samples. */
export const gate: Suite = {
  name: 'gate',
  run: async (bench) => {
    const encoder = await loadStaticEncoder(await shippedEncoder());
    if (encoder === undefined) throw new Error('the shipped encoder has no static table: restore models/');
    const head = await readHeadFile(join(GATE_FOLDER, GATE_FILE), gateExpectation(encoder.checksum));
    if (!head.ok) throw new Error(head.problem.message);
    const dev = gateSamples(await gateRows('dev'), encoder).map((sample) => judgeSample(head.value, sample));
    bench.say('dev');
    const train = gateSamples([...(await gateRows('train')), ...ownGateRows()], encoder);
    const leftOut = await leaveSourcesOut(train, head.value);
    bench.say('sources left out');
    const about =
      'The shipped gate on `gate.dev`: other prompts of the sources that it was fitted on, except `halueval_general`, which it has never seen (its licence keeps it out). "Left out" judges every source of `gate.train` by a gate fitted without it. Contracts and sure checks come first, as in serving; the verifier and samples are not asked. A false rejection is a good answer that does not pass.';
    const tables = [bySource(dev, leftOut), byDefect(dev), byCheck(dev), curveOf(dev)];
    return { suite: 'Gate', about, figures: figuresOf(dev, leftOut), tables };
  },
};

function figuresOf(dev: readonly GateJudgement[], leftOut: readonly GateJudgement[]): Figure[] {
  const ships = dev.filter(({ sample }) => sample.row.fit);
  const baselines = {
    'checks only': area(dev, ({ sample }) => sample.settled ?? checksOnly(sample)),
    length: area(dev, ({ sample }) => sample.row.answer.text.length),
    majority: 0.5,
  };
  const recallAt = (share: number, aim: Aim): Figure =>
    figureOf(dev.map(asBad), (rows) => recallAtFalsePositives(rows, share), {
      name: `bad answers found at ${100 * share} % false rejections, %`,
      scale: 100,
      aim,
      baselines: {
        'checks only': 100 * recallAtFalsePositives(dev.map(asBadByChecks), share),
        random: 100 * share,
      },
    });
  return [
    figureOf(dev, (rows) => area(rows), { name: 'AUC', aim: { floor: 0.8, goal: 0.85 }, baselines }),
    figureOf(ships, (rows) => area(rows), {
      name: 'AUC, sources that ship',
      aim: { floor: 0.8, goal: 0.85 },
    }),
    figureOf(leftOut, (rows) => area(rows), { name: 'AUC, left out', aim: { floor: 0.64, goal: 0.75 } }),
    figureOf(leftOut, meanArea, {
      name: 'AUC within a source, mean, left out',
      aim: { floor: 0.7, goal: 0.75 },
    }),
    ...[recallAt(0.05, { floor: 36, goal: 55 }), recallAt(0.1, { floor: 46, goal: 65 })],
    figureOf(dev, calibration, {
      name: 'calibration error',
      better: 'lower',
      aim: { floor: 0.07, goal: 0.03 },
    }),
    figureOf(leftOut, calibration, { name: 'calibration error, left out', better: 'lower' }),
  ];
}

function bySource(dev: readonly GateJudgement[], leftOut: readonly GateJudgement[]): Table {
  const left = groupBy(leftOut, sourceOf);
  const groups = [...groupBy(dev, sourceOf)].sort(([a], [b]) => a.localeCompare(b));
  return {
    title: 'by source',
    head: ['source', 'fitted on', 'dev rows', 'good, %', 'AUC', 'AUC, left out', 'checks only'],
    rows: groups.map(([source, rows]) => [
      ...[source, rows[0]?.sample.row.fit === true ? 'yes' : 'no', String(rows.length)],
      cell((100 * rows.filter(isGood).length) / rows.length),
      cell(area(rows), 3),
      cell(area(left.get(source) ?? []), 3),
      cell(
        area(rows, ({ sample }) => sample.settled ?? checksOnly(sample)),
        3,
      ),
    ]),
  };
}

function byDefect(dev: readonly GateJudgement[]): Table {
  const good = dev.filter(isGood);
  const bar = [...good].map(({ score }) => score).sort((a, b) => a - b)[Math.floor(good.length / 10)] ?? 0;
  const groups = [
    ...groupBy(
      dev.filter((row) => !isGood(row)),
      ({ sample }) => sample.row.defect,
    ),
  ];
  return {
    title: 'by defect',
    head: ['defect', 'rows', 'AUC against all good ones', 'found at 10 % false rejections, %'],
    rows: groups
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([defect, rows]) => [
        ...[defect, String(rows.length), cell(area([...good, ...rows]), 3)],
        cell((100 * rows.filter(({ score }) => score < bar).length) / rows.length),
      ]),
  };
}

function byCheck(dev: readonly GateJudgement[]): Table {
  const bad = dev.filter((row) => !isGood(row)).length;
  const rows = Object.keys(GATE_REASONS).flatMap((reason) => {
    const found = dev.filter(({ sample }) => sample.findings.some((finding) => finding.reason === reason));
    if (found.length === 0) return [];
    const own = dev.filter(({ sample }) => sample.row.defect === reason);
    const right = found.filter((row) => !isGood(row)).length;
    const caught = own.filter((row) => found.includes(row)).length;
    return [
      [
        ...[reason, String(found.length), cell((100 * right) / found.length), cell((100 * right) / bad)],
        own.length === 0 ? 'n/a' : `${cell((100 * caught) / own.length)} of ${own.length}`,
      ],
    ];
  });
  return {
    title: 'by check',
    head: ['check', 'found', 'bad among them, %', 'of all bad, %', 'of the defect of its name, %'],
    rows,
  };
}

function curveOf(dev: readonly GateJudgement[]): Table {
  const rows = dev.map((judgement) => ({ score: judgement.score, isGood: isGood(judgement) }));
  const { points, breakEven } = barCurve(rows, { priceRatio: PRICE_RATIO, strongQuality: 1 });
  const range = (value: number, low: number, high: number): string =>
    `${cell(100 * value)} (${cell(100 * low)} to ${cell(100 * high)})`;
  return {
    title: `escalation, quality and cost by bar; the next tier costs ${PRICE_RATIO} times as much and is always right; break-even at ${cell(100 * breakEven)} % escalated`,
    head: ['bar', 'escalated, %', 'quality, %', 'cost', 'bad found, %', 'good rejected, %'],
    rows: points.map((point) => [
      point.bar.toFixed(2),
      range(point.escalated, point.escalatedInterval.low, point.escalatedInterval.high),
      range(point.quality, point.qualityInterval.low, point.qualityInterval.high),
      cell(point.cost, 3),
      cell(100 * point.badCaught),
      cell(100 * point.goodRejected),
    ]),
  };
}

function checksOnly({ row, findings }: GateJudgement['sample']): number {
  return scoreFindings(row.ask, row.answer, findings);
}

function asBad(judgement: GateJudgement): Scored {
  return { score: 1 - judgement.score, positive: !isGood(judgement) };
}

function asBadByChecks(judgement: GateJudgement): Scored {
  const { sample } = judgement;
  return { score: 1 - (sample.settled ?? checksOnly(sample)), positive: !isGood(judgement) };
}

function isGood({ sample }: GateJudgement): boolean {
  return sample.row.isGood;
}

function sourceOf({ sample }: GateJudgement): string {
  return sample.row.source;
}

function area(
  rows: readonly GateJudgement[],
  of: (row: GateJudgement) => number = ({ score }) => score,
): number {
  return auroc(rows.map((row) => ({ score: of(row), positive: isGood(row) })));
}

function meanArea(rows: readonly GateJudgement[]): number {
  const areas = [...groupBy(rows, sourceOf).values()].map((group) => area(group));
  return areas.reduce((sum, value) => sum + value, 0) / areas.length;
}

function calibration(rows: readonly GateJudgement[]): number {
  return calibrationError(rows.map((row) => ({ confidence: row.score, correct: isGood(row) })));
}
