import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Hints, parseHints } from '../config/hints.js';
import type { Registry } from '../config/registry.js';
import { DragomanError, reasonOf } from '../errors.js';
import type { DriftPeriod } from '../lab/drift/drift-stream.js';
import { type DriftReport, findDrift } from '../lab/drift/find-drift.js';
import { hintsOf } from '../lab/drift/hints-of.js';
import { type Embedder, openEmbedder } from '../lab/drift/open-embedder.js';
import { NOT_PASSED } from './exit-codes.js';
import { encoderDirectoryOf } from './flags/encoder-flag.js';
import { optionalLocationOf } from './flags/location.js';
import { numberFlag } from './flags/number-flag.js';
import { timeOfFlag } from './flags/time-flag.js';
import { openRecords } from './input/open-records.js';
import { readRegistry } from './input/read-registry.js';
import { DRIFT } from './manual/drift.js';
import { outputStyle } from './output/output-style.js';
import { createProgress } from './output/progress-bar.js';
import { formatDrift } from './reports/format-drift.js';

type Flags = ReturnType<typeof parseArgs<{ options: typeof DRIFT.flags }>>['values'];

/** More texts would take the clusters more memory than a sidecar has: 4 bytes a pair. */
const MOST_TEXTS = 5_000;

/**
 * The verb `drift`.
 * @returns the exit code
 * @throws DragomanError `usage`, `encoder_invalid`, `store_unavailable`, `store_newer`, `data_invalid`, `folder_unwritable`
 */
export async function drift(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: DRIFT.flags,
  });
  const style = outputStyle(values);
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
  process.stdout.write(style.json ? `${JSON.stringify(report)}\n` : formatDrift(report, style));
  return report.findings.some(({ severity }) => severity === 'high' || severity === 'medium')
    ? NOT_PASSED
    : 0;
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
  const store = await openRecords('drift', flags.records);
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

function periodOf({ window, baseline, until }: Flags, now: number): DriftPeriod {
  const end = until === undefined ? now : timeOfFlag('until', until, now);
  const begin = timeOfFlag('window', window, end);
  const first = timeOfFlag('baseline', baseline, begin);
  if (first < begin && begin < end) return { until: end, windowMs: end - begin, referenceMs: begin - first };
  throw new DragomanError('usage', `--window ${window} and --baseline ${baseline} must lie before --until`);
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
    throw new DragomanError('folder_unwritable', `${path} cannot be written: ${reasonOf(error)}`, {
      cause: error,
    });
  }
}
