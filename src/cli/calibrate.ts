import { parseArgs } from 'node:util';
import { DragomanError } from '../errors.js';
import type { GateScorer } from '../gate/gate-scorer.js';
import { judgeAnswer } from '../gate/judge-answer.js';
import {
  barCurve,
  type BarCurve,
  type BarPoint,
  type JudgedAnswer,
  type TierTrade,
} from '../lab/gate/bar-curve.js';
import { openGate } from '../lab/gate/open-gate.js';
import { readAnswerRow } from '../lab/gate/read-answers.js';
import { auroc } from '../lab/metrics/ranking.js';
import type { JsonLine } from '../lab/read-jsonl.js';
import { encoderDirectoryOf } from './flags/encoder-flag.js';
import { numberFlag } from './flags/number-flag.js';
import { readDataFile } from './input/read-data-file.js';
import { CALIBRATE } from './manual/calibrate.js';
import { alignColumns } from './output/align-columns.js';
import { writeJson } from './output/write-json.js';
import { percent, rangeOf } from './reports/figures.js';

/** Rows of each label that a curve needs. */
const LEAST_ROWS = 20;

/**
 * The verb `calibrate`.
 * @returns the exit code
 * @throws DragomanError `usage`, `encoder_invalid`, `head_invalid`, `folder_unwritable`
 */
export async function calibrate(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: CALIBRATE.flags,
  });
  if (positionals.length !== 1 || positionals[0] !== 'gate') {
    throw new DragomanError('usage', `calibrate takes "gate", got "${positionals.join(' ')}"`);
  }
  if (values.data === undefined) throw new DragomanError('usage', 'calibrate gate needs --data FILE');
  const trade: TierTrade = {
    priceRatio: numberFlag('price-ratio', values['price-ratio'], 1, 1e6),
    strongQuality: numberFlag('next-quality', values['next-quality'], 0, 1),
  };
  const wanted = values.quality === undefined ? undefined : numberFlag('quality', values.quality, 0, 1);
  const lines = await readDataFile(values.data);
  const scorer = await openGate(encoderDirectoryOf(values.encoder));
  const { rows, problem } = judgeAll(lines, scorer);
  if (problem !== undefined) {
    process.stderr.write(`${values.data}: ${problem}\n`);
    return 1;
  }
  const curve = barCurve(rows, trade, wanted);
  process.stdout.write(describe(rows, curve, trade));
  if (values.out !== undefined) await writeJson(curve, values.out);
  return 0;
}

function judgeAll(
  lines: readonly JsonLine[],
  scorer: GateScorer,
): { readonly rows: readonly JudgedAnswer[]; readonly problem?: string } {
  const rows: JudgedAnswer[] = [];
  for (const line of lines) {
    const row = readAnswerRow(line);
    if (!row.ok) return { rows, problem: `line ${line.line}: ${row.problem.message}` };
    const { ask, answer, isGood } = row.value;
    if (isGood === undefined) return { rows, problem: `line ${line.line}: label is absent, must be 0 or 1` };
    rows.push({ score: judgeAnswer(ask, answer, { bar: 0.5, scorer }).verdict.score, isGood });
  }
  const good = rows.filter(({ isGood }) => isGood).length;
  if (Math.min(good, rows.length - good) >= LEAST_ROWS) return { rows };
  const counted = `${good} good and ${rows.length - good} bad answers`;
  return { rows, problem: `${counted}, must be ${LEAST_ROWS} or more of each` };
}

function describe(
  rows: readonly JudgedAnswer[],
  curve: BarCurve,
  { priceRatio, strongQuality }: TierTrade,
): string {
  const { points, breakEven, recommended } = curve;
  const head = [
    'bar',
    'escalated, %',
    '95 %',
    'quality, %',
    '95 %',
    'cost',
    'bad caught, %',
    'good rejected, %',
  ];
  const table = alignColumns([head, ...points.map(cellsOf)]);
  const area = auroc(rows.map(({ score, isGood }) => ({ score, positive: isGood })));
  const good = rows.filter(({ isGood }) => isGood).length;
  return [
    ...table,
    '',
    `${rows.length} answers, ${percent(good / rows.length)} % good; AUC of the gate ${area.toFixed(3)}`,
    `cost 1 is the next tier alone; quality counts ${percent(strongQuality)} % of its answers as good`,
    `break-even: with a price ratio of ${priceRatio} the cascade pays while fewer than ${percent(breakEven)} % go on`,
    recommended === undefined
      ? 'recommended: no bar will do; let the route go to the next tier at once'
      : `recommended: gate.bar ${recommended.bar.toFixed(2)}`,
    '',
  ].join('\n');
}

function cellsOf(point: BarPoint): string[] {
  return [
    ...[point.bar.toFixed(2), percent(point.escalated), rangeOf(point.escalatedInterval, percent)],
    ...[percent(point.quality), rangeOf(point.qualityInterval, percent), point.cost.toFixed(3)],
    ...[percent(point.badCaught), percent(point.goodRejected)],
  ];
}
