import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Hints, parseHints } from '../config/hints.js';
import type { Registry } from '../config/registry.js';
import { DragomanError } from '../errors.js';
import type { DriftPeriod } from '../lab/drift/drift-stream.js';
import { type DriftReport, findDrift } from '../lab/drift/find-drift.js';
import { hintsOf } from '../lab/drift/hints-of.js';
import { type Embedder, openEmbedder } from '../lab/drift/open-embedder.js';
import { encoderDirectoryOf } from './flags/encoder-flag.js';
import { optionalLocationOf } from './flags/location.js';
import { numberFlag } from './flags/number-flag.js';
import { timeOfFlag } from './flags/time-flag.js';
import { openRecords } from './input/open-records.js';
import { readRegistry } from './input/read-registry.js';
import { createProgress } from './output/progress-bar.js';
import { formatDrift } from './reports/format-drift.js';

const HELP = `Usage: dragoman drift [DIR] [--store URL] [flags]

Says what is no longer as it was, by route and over all: margin, confidence, requests out of scope, escalations, repeated
questions, dislikes, distance from the examples. With DIR, and where records keep text, it also finds kinds of requests
that no route covers, and prints a Route for each.

  --store URL         sqlite:FILE or postgres://…, as given to dragoman serve --records   (DRAGOMAN_RECORDS)
  DIR                 the registry
  --window T          records to look at: 7d, 12h or since a date                          (7d)
  --reference T       what they are held against, before the window                        (28d)
  --until T           end of the window                                                    (now)
  --alpha A           chance of a false alarm in a run                                     (0.01)
  --texts N           most prompts to embed of each period, and of uncovered requests      (2000)
  --hints FILE        write the routes that decay, for dragoman serve --hints; needs DIR
  --encoder DIR|none  folder of the sentence encoder                                       (the one that ships)
  --json              one JSON object; also without the flag where the output is no terminal

Example: dragoman drift registry --store sqlite:records.db --window 7d --hints hints.json

Exit code: 0 nothing grave, 1 store, registry or encoder not valid, 2 wrong usage, 3 a finding of medium or high severity.
`;

const OPTIONS = {
  store: { type: 'string' },
  window: { type: 'string', default: '7d' },
  reference: { type: 'string', default: '28d' },
  until: { type: 'string' },
  alpha: { type: 'string', default: '0.01' },
  texts: { type: 'string', default: '2000' },
  hints: { type: 'string' },
  encoder: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h' },
} as const;

type Flags = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'];

/** Exit code of a run that found something grave. */
const DRIFTED = 3;

/** More texts would take the clusters more memory than a sidecar has: 4 bytes a pair. */
const MOST_TEXTS = 5_000;

/**
 * The verb `drift`.
 * @returns the exit code
 * @throws DragomanError `usage`, `encoder_invalid`, `store_unavailable`, `store_newer`, `data_invalid`, `folder_unwritable`
 */
export async function drift(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...argv], allowPositionals: true, options: OPTIONS });
  if (values.help === true) {
    process.stdout.write(HELP);
    return 0;
  }
  const location = optionalLocationOf('drift', positionals);
  if (values.hints !== undefined && location === undefined) {
    throw new DragomanError('usage', 'drift --hints needs DIR: a hint holds for one version of the registry');
  }
  const period = periodOf(values, Date.now());
  const registry = location === undefined ? undefined : readRegistry(location);
  if (location !== undefined && registry === undefined) return 1;
  const report = await lookAt(values, period, registry);
  if (values.hints !== undefined && registry !== undefined) {
    const before = readHints(values.hints);
    const writtenAt = new Date().toISOString();
    const options = { registry: registry.version, writtenAt, ...(before && { before }) };
    writeHints(values.hints, hintsOf(report.findings, options));
  }
  const asJson = values.json || !process.stdout.isTTY;
  process.stdout.write(asJson ? `${JSON.stringify(report)}\n` : formatDrift(report));
  return report.findings.some(({ severity }) => severity === 'high' || severity === 'medium') ? DRIFTED : 0;
}

async function lookAt(
  flags: Flags,
  period: DriftPeriod,
  registry: Registry | undefined,
): Promise<DriftReport> {
  const options = {
    alpha: numberFlag('alpha', flags.alpha, 1e-9, 0.5),
    texts: Math.floor(numberFlag('texts', flags.texts, 0, MOST_TEXTS)),
  };
  const directory = encoderDirectoryOf(flags.encoder);
  const store = await openRecords('drift', flags.store);
  let embedder: Embedder | undefined;
  try {
    if (registry !== undefined && directory !== undefined) {
      embedder = await openEmbedder(directory, (total) => createProgress('embedding', total));
    }
    const space = registry && embedder && { registry, embedAll: embedder.embedAll };
    const progress = createProgress('reading', (await store.size()).records);
    return await findDrift(store, {
      ...{ ...options, period, space },
      onRecords: (count) => {
        progress.advance(count);
      },
      onRead: () => {
        progress.finish();
      },
    });
  } finally {
    await embedder?.close();
    await store.close();
  }
}

function periodOf({ window, reference, until }: Flags, now: number): DriftPeriod {
  const end = until === undefined ? now : timeOfFlag('until', until, now);
  const begin = timeOfFlag('window', window, end);
  const first = timeOfFlag('reference', reference, begin);
  if (first < begin && begin < end) return { until: end, windowMs: end - begin, referenceMs: begin - first };
  throw new DragomanError('usage', `--window ${window} and --reference ${reference} must lie before --until`);
}

/** `undefined` where there is no file yet. @throws DragomanError `data_invalid` for a file that holds something else */
function readHints(path: string): Hints | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
  const hints = parseHints(text);
  if (hints.ok) return hints.value;
  throw new DragomanError('data_invalid', `${path}: ${hints.problem.message}`);
}

/** Whoever reads the file sees all of it or none. */
function writeHints(path: string, hints: Hints): void {
  const draft = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(draft, `${JSON.stringify(hints, undefined, 1)}\n`);
    renameSync(draft, path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DragomanError('folder_unwritable', `${path} cannot be written: ${reason}`, { cause: error });
  }
}
