/** A process of its own, so that no other part of the bench is counted: `node judge-process.js [--quick]`, one line of JSON. */
import { encoderDirectoryOf } from '../../src/cli/flags/encoder-flag.js';
import type { Answer } from '../../src/gate/answer.js';
import type { Ask } from '../../src/gate/ask.js';
import type { GateScorer } from '../../src/gate/gate-scorer.js';
import { judgeAnswer } from '../../src/gate/judge-answer.js';
import { readAnswer } from '../../src/gate/reading/read-answer.js';
import { openGate } from '../../src/lab/gate/open-gate.js';
import { cpuPerCall } from '../heads/cpu-per-call.js';
import { median } from '../statistics.js';
import type { JudgeFigure } from './cascade-figures.js';
import { CODE_PROMPT, codeAnswer, completionOf, PROSE_PROMPT, proseAnswer } from './good-answers.js';

const BYTES = 8192;
const CALLS = 100;

const rounds = process.argv.includes('--quick') ? 1 : 9;
const scorer = await openGate(encoderDirectoryOf(undefined));
const figures: JudgeFigure[] = [
  await measure('prose', PROSE_PROMPT, proseAnswer(BYTES)),
  await measure('code', CODE_PROMPT, codeAnswer(BYTES)),
];
process.stdout.write(`${JSON.stringify(figures)}\n`);

/** Each answer is read anew before it is judged, as a served one is: nothing of its text is known to the engine. */
async function measure(answer: JudgeFigure['answer'], prompt: string, text: string): Promise<JudgeFigure> {
  const ask: Ask = { prompt, system: '', responseFormat: 'text', tools: [] };
  const body = completionOf(text);
  const reads: number[] = [];
  const judgements: number[] = [];
  // The first two rounds compile the code.
  for (let round = -2; round < rounds; round++) {
    const answers: Answer[] = [];
    const readMs = await cpuPerCall(() => answers.push(read(body)), CALLS);
    const judgeMs = await cpuPerCall(() => {
      judge(ask, answers.pop() ?? read(body), scorer);
    }, CALLS);
    if (round < 0) continue;
    reads.push(readMs);
    judgements.push(judgeMs);
  }
  return { answer, bytes: text.length, judgeMs: median(judgements), readMs: median(reads) };
}

function read(body: Buffer): Answer {
  const result = readAnswer('chat-completions', body, { contentType: 'application/json' });
  if (!result.ok) throw new Error(result.problem.message);
  return result.value;
}

/** @throws Error for an answer that the trained gate was not asked about: its figure would be too good */
function judge(ask: Ask, answer: Answer, gate: GateScorer): void {
  const { stage, reasons } = judgeAnswer(ask, answer, { bar: 0, scorer: gate }).verdict;
  if (stage !== 'head') throw new Error(`the gate stopped at ${stage}: ${reasons.join(', ')}`);
}
