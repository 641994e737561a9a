import { parseArgs } from 'node:util';
import type { Registry } from '../config/registry.js';
import { DragomanError } from '../errors.js';
import { failuresOf } from '../lab/evaluate/answer-rows.js';
import { evaluate as measure } from '../lab/evaluate/evaluate.js';
import type { Evaluation } from '../lab/evaluate/evaluation.js';
import { checkEvaluation, type LimitCheck } from '../lab/evaluate/limits.js';
import type { LabelledRows } from '../lab/evaluate/read-labels.js';
import { readLimits } from '../lab/evaluate/read-limits.js';
import { NOT_PASSED } from './exit-codes.js';
import { locationOf } from './flags/location.js';
import { answerLabelled } from './input/answer-labelled.js';
import { readLabelled } from './input/read-labelled.js';
import { readRegistry } from './input/read-registry.js';
import { EVAL } from './manual/eval.js';
import { paintFor } from './output/paint.js';
import { writeJson } from './output/write-json.js';
import { writeLines } from './output/write-lines.js';
import { evaluationMarkdown } from './reports/evaluation-markdown.js';
import { evaluationPage } from './reports/evaluation-page.js';
import { formatEvaluation } from './reports/format-evaluation.js';
import { formatLimits } from './reports/format-limits.js';
import { withoutTexts } from './reports/without-texts.js';

type Flags = ReturnType<typeof parseArgs<{ options: typeof EVAL.flags }>>['values'];

/** Prompts that are judged one at a time, so that the times of their layers are their own. */
const TIMED = 200;

/**
 * The verb `eval`.
 * @returns the exit code
 * @throws DragomanError `usage`, `data_invalid`, `encoder_invalid`, `bundle_invalid`, `folder_unwritable`
 */
export async function evaluate(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...argv], allowPositionals: true, options: EVAL.flags });
  const location = locationOf('eval', positionals);
  if (values.data === undefined) throw new DragomanError('usage', 'eval needs --data FILE');
  const registry = readRegistry(location);
  if (registry === undefined) return 1;
  const routes = new Set(registry.routes.map(({ name }) => name));
  const limits = values.limits === undefined ? undefined : readLimits(values.limits, routes);
  const ignoresUnknown = values['ignore-unknown'];
  const labelled = await readLabelled(values.data, {
    registries: [registry],
    required: true,
    ignoresUnknown,
  });
  if (labelled === undefined) return 1;
  const evaluation = await measureRows(registry, labelled, values);
  const checks = limits && checkEvaluation(limits, evaluation);
  await report(evaluation, checks, values);
  if (evaluation.rows === 0) {
    process.stderr.write(`${values.data} holds no prompt that can be judged\n`);
    return 1;
  }
  return checks?.some(({ kept }) => !kept) === true ? NOT_PASSED : 0;
}

async function measureRows(
  registry: Registry,
  labelled: LabelledRows,
  { encoder, bundle, cache }: Flags,
): Promise<Evaluation> {
  const { rows, ignored } = labelled;
  const options = { encoder, bundle, cache, title: 'judging', timed: TIMED };
  const answered = await answerLabelled(registry, labelled, options);
  const evaluated = answered.flatMap((row, at) => {
    const label = rows[at]?.label;
    return row.ok && label !== undefined ? [{ ...row, label }] : [];
  });
  return measure(evaluated, { registry: registry.version, ...failuresOf(answered), ignored });
}

async function report(
  measured: Evaluation,
  checks: readonly LimitCheck[] | undefined,
  flags: Flags,
): Promise<void> {
  const texts = !flags['no-text'];
  const evaluation = texts ? measured : withoutTexts(measured);
  const paint = paintFor();
  const lines = [
    ...formatEvaluation(evaluation, { paint, texts }),
    ...(checks === undefined ? [] : ['', ...formatLimits(checks, paint)]),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  const { out, html, markdown } = flags;
  const whole = { ...evaluation, limits: checks ?? [] };
  if (out !== undefined) await writeJson(whole, out);
  if (html !== undefined) await writeLines([evaluationPage(evaluation, checks ?? [], texts)], html);
  if (markdown !== undefined) {
    await writeLines([evaluationMarkdown(evaluation, checks ?? [], texts)], markdown);
  }
}
