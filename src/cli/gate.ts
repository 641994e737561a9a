import { parseArgs } from 'node:util';
import { DragomanError } from '../errors.js';
import type { GateScorer } from '../gate/gate-scorer.js';
import { judgeAnswer } from '../gate/judge-answer.js';
import { openGate } from '../lab/gate/open-gate.js';
import { readAnswerRow } from '../lab/gate/read-answers.js';
import type { JsonLine } from '../lab/read-jsonl.js';
import { encoderDirectoryOf } from './flags/encoder-flag.js';
import { numberFlag } from './flags/number-flag.js';
import { readDataFile } from './input/read-data-file.js';
import { GATE } from './manual/gate.js';
import { writeLines } from './output/write-lines.js';

/**
 * The verb `gate`.
 * @returns the exit code
 * @throws DragomanError `usage`, `encoder_invalid`, `head_invalid`, `folder_unwritable`
 */
export async function gate(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: GATE.flags,
  });
  const { data, out } = values;
  if (data === undefined || out === undefined) {
    throw new DragomanError('usage', 'gate needs --data FILE and --out FILE');
  }
  const bar = numberFlag('bar', values.bar, 0, 1);
  const rows = await readDataFile(data);
  const scorer = await openGate(encoderDirectoryOf(values.encoder));
  const { failed, rejected } = await judgeRows(rows, { scorer, bar }, out);
  process.stderr.write(`wrote ${rows.length} lines, ${rejected} rejected, ${failed} with an error\n`);
  return 0;
}

async function judgeRows(
  rows: readonly JsonLine[],
  judging: { readonly scorer: GateScorer; readonly bar: number },
  out: string,
): Promise<{ failed: number; rejected: number }> {
  const counts = { failed: 0, rejected: 0 };
  const lines = function* (): Generator<string> {
    for (const line of rows) {
      const row = readAnswerRow(line);
      if (!row.ok) {
        counts.failed += 1;
        yield `${JSON.stringify({ id: idOf(line), error: row.problem.message })}\n`;
        continue;
      }
      const { id, ask, answer } = row.value;
      const { score, reasons, pass } = judgeAnswer(ask, answer, judging).verdict;
      if (!pass) counts.rejected += 1;
      const good = Number(score.toFixed(4));
      yield `${JSON.stringify({ id, good, reasons, verdict: pass ? 'pass' : 'reject' })}\n`;
    }
  };
  await writeLines(lines(), out);
  return counts;
}

/** The row's own id, or its line. */
function idOf(line: JsonLine): string | number {
  const id = line.ok ? line.value['id'] : undefined;
  return typeof id === 'string' || typeof id === 'number' ? id : line.line;
}
