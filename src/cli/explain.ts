import { parseArgs } from 'node:util';
import { DragomanError } from '../errors.js';
import { type Explanation, explain as explainJudgement } from '../lab/explain/explanation.js';
import { type Offline, openOffline } from '../lab/predict/open-offline.js';
import { type JudgedRow, judgeRows } from '../lab/predict/predict-rows.js';
import type { JsonLine } from '../lab/read-jsonl.js';
import { packageVersion } from '../package-root.js';
import { startTracing } from '../telemetry/tracing.js';
import { encoderDirectoryOf } from './flags/encoder-flag.js';
import { readDataFile } from './input/read-data-file.js';
import { readRegistry } from './input/read-registry.js';
import { formatExplanation } from './reports/format-explanation.js';

const HELP = `Usage: dragoman explain DIR PROMPT [flags]
       dragoman explain DIR --data FILE [flags]

Shows why a prompt goes where it goes: what each layer found and what it cost, each route's probability and the bar that
it had to clear, and what every other model would have cost.

  --data FILE         prompts as for dragoman predict
  --json              one JSON object a prompt, a line each
  --show-text         show the text that was looked at; otherwise only names and numbers are shown
  --bundle FILE       outcome heads of dragoman fit-outcomes, or a bundle: DIR or DIR/VERSION    (the RouterPolicy's)
  --encoder DIR|none  folder of the sentence encoder                     (the one that ships)

Example: dragoman explain registry "Why was I charged twice?"

Exit code: 0 explained, 1 registry or encoder not valid or a prompt that cannot be read, 2 wrong usage.
`;

/**
 * The verb `explain`.
 * @returns the exit code
 * @throws DragomanError `usage`, `encoder_invalid`
 */
export async function explain(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      data: { type: 'string' },
      json: { type: 'boolean', default: false },
      'show-text': { type: 'boolean', default: false },
      bundle: { type: 'string' },
      encoder: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) {
    process.stdout.write(HELP);
    return 0;
  }
  const [location, prompt, ...rest] = positionals;
  if (location === undefined || rest.length > 0 || (prompt === undefined) === (values.data === undefined)) {
    throw new DragomanError('usage', 'explain takes a folder or file, and either one prompt or --data FILE');
  }
  const registry = readRegistry(location);
  if (registry === undefined) return 1;
  const rows = values.data === undefined ? [rowOf(prompt ?? '')] : await readDataFile(values.data);
  const encoderDirectory = encoderDirectoryOf(values.encoder);
  const offline = await openOffline(registry, { encoderDirectory, bundle: values.bundle });
  try {
    const { snapshot } = offline;
    const { tracer } = await startTracing({}, packageVersion());
    let exitCode = 0;
    // The first request of a process pays for what later ones find ready.
    await judgeRows(WARM_UP.map(rowOf), snapshot, tracer).next();
    // One at a time, so that what a layer cost is its own.
    for (const row of rows) {
      for await (const judged of judgeRows([row], snapshot, tracer)) {
        if (!judged.ok) exitCode = 1;
        process.stdout.write(textOf(explanationOf(judged, snapshot, values['show-text']), values.json));
      }
    }
    return exitCode;
  } finally {
    await offline.close();
  }
}

const WARM_UP = ['Is this the first one?', 'Thanks!', 'List three colours.'];

function rowOf(text: string): JsonLine {
  return { line: 1, ok: true, value: { id: 'prompt', text } };
}

function explanationOf(
  row: JudgedRow,
  snapshot: Offline['snapshot'],
  showText: boolean,
): Explanation | JudgedRow {
  return row.ok ? explainJudgement(row.id, row.view, row.judgement, snapshot, { showText }) : row;
}

function textOf(explanation: Explanation | JudgedRow, asJson: boolean): string {
  if ('models' in explanation) {
    return asJson ? `${JSON.stringify(explanation)}\n` : `${formatExplanation(explanation)}\n`;
  }
  const { id } = explanation;
  const error = explanation.ok ? '' : explanation.error;
  return asJson ? `${JSON.stringify({ id, error })}\n` : `${id}: ${error}\n`;
}
