import { parseArgs } from 'node:util';
import { DEFAULTS } from '../config/defaults.js';
import { DragomanError } from '../errors.js';
import type { GateScorer } from '../gate/gate-scorer.js';
import { judgeAnswer } from '../gate/judge-answer.js';
import { openGate } from '../lab/gate/open-gate.js';
import { readAnswerRow } from '../lab/gate/read-answers.js';
import type { JsonLine } from '../lab/read-jsonl.js';
import { encoderDirectoryOf } from './flags/encoder-flag.js';
import { numberFlag } from './flags/number-flag.js';
import { readDataFile } from './input/read-data-file.js';
import { writeLines } from './output/write-lines.js';

const HELP = `Usage: dragoman gate --data FILE --out FILE [flags]

Judges answers as a cascade's gate judges them, without Envoy, and writes one JSON line each, in the order of the rows.
A verifier and samples are not asked.

  --data FILE         JSONL, plain or gzip; a row is {id, prompt, answer, expects?}; expects: "json" means that the
                      request asked for a JSON object
  --out FILE          where the lines go (gzip when the name ends in .gz): {id, good, reasons, verdict}; good is the
                      probability that the answer is good, verdict is "pass" or "reject"; {id, error} for a row that
                      cannot be read
  --bar B             lowest probability that passes, 0 to 1                 (${DEFAULTS.cascade.gateBar})
  --encoder DIR|none  folder of the sentence encoder                     (the one that ships)

Example: dragoman gate --data answers.jsonl --out verdicts.jsonl --bar 0.6

Exit code: 0 written, 1 encoder or gate not valid, 2 wrong usage.
`;

/**
 * The verb `gate`.
 * @returns the exit code
 * @throws DragomanError `usage`, `encoder_invalid`, `head_invalid`, `folder_unwritable`
 */
export async function gate(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      data: { type: 'string' },
      out: { type: 'string' },
      bar: { type: 'string', default: String(DEFAULTS.cascade.gateBar) },
      encoder: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) {
    process.stdout.write(HELP);
    return 0;
  }
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
