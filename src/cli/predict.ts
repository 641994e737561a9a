import { parseArgs } from 'node:util';
import { DragomanError } from '../errors.js';
import { openOffline, type Offline } from '../lab/predict/open-offline.js';
import { judgeRows, lineOf } from '../lab/predict/predict-rows.js';
import type { JsonLine } from '../lab/read-jsonl.js';
import { packageVersion } from '../package-root.js';
import { startTracing } from '../telemetry/tracing.js';
import { encoderDirectoryOf } from './flags/encoder-flag.js';
import { locationOf } from './flags/location.js';
import { readDataFile } from './input/read-data-file.js';
import { readRegistry } from './input/read-registry.js';
import { writeLines } from './output/write-lines.js';

const HELP = `Usage: dragoman predict DIR --data FILE --out FILE [flags]

Judges prompts as serving judges requests, without Envoy, and writes one JSON line each, in the order of the rows.

  --data FILE         JSONL, plain or gzip; a row is {id, text}, {id, messages} or {id, body}
  --out FILE          where the lines go (gzip when the name ends in .gz): {id, route, scores, margin, outOfScope, layer,
                      reason, signals, model, models}, or {id, error} for a row that cannot be read
  --bundle FILE       outcome heads of dragoman fit-outcomes, or a bundle: DIR or DIR/VERSION    (the RouterPolicy's)
  --encoder DIR|none  folder of the sentence encoder                     (the one that ships)
  --cache DIR         keep embeddings in DIR for the next run; not for two runs at a time

Example: dragoman predict registry --data prompts.jsonl --out predictions.jsonl

Exit code: 0 written, 1 registry or encoder not valid, 2 wrong usage.
`;

/**
 * The verb `predict`.
 * @returns the exit code
 * @throws DragomanError `usage`, `encoder_invalid`
 */
export async function predict(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      data: { type: 'string' },
      out: { type: 'string' },
      bundle: { type: 'string' },
      encoder: { type: 'string' },
      cache: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) {
    process.stdout.write(HELP);
    return 0;
  }
  const location = locationOf('predict', positionals);
  const { data, out } = values;
  if (data === undefined || out === undefined) {
    throw new DragomanError('usage', 'predict needs --data FILE and --out FILE');
  }
  const registry = readRegistry(location);
  if (registry === undefined) return 1;
  const rows = await readDataFile(data);
  const offline = await openOffline(registry, {
    encoderDirectory: encoderDirectoryOf(values.encoder),
    bundle: values.bundle,
    cacheDirectory: values.cache,
  });
  try {
    const failed = await predictRows(rows, offline, out);
    process.stderr.write(`wrote ${rows.length} lines, ${failed} with an error\n`);
  } finally {
    await offline.close();
  }
  return 0;
}

/** @returns how many rows could not be read or judged */
async function predictRows(rows: readonly JsonLine[], { snapshot }: Offline, out: string): Promise<number> {
  const { tracer } = await startTracing({}, packageVersion());
  let failed = 0;
  const lines = async function* (): AsyncGenerator<string> {
    for await (const row of judgeRows(rows, snapshot, tracer)) {
      if (!row.ok) failed += 1;
      yield `${JSON.stringify(lineOf(row, snapshot))}\n`;
    }
  };
  await writeLines(lines(), out);
  return failed;
}
