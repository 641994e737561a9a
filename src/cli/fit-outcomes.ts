import { parseArgs } from 'node:util';
import { readEncoderManifest } from '../embed/manifest.js';
import { DragomanError } from '../errors.js';
import { draw } from '../lab/draw.js';
import { type ModelSummary, summarise } from '../lab/outcomes/model-summary.js';
import { fitOutcomeHeads, LEAST_OUTCOMES } from '../lab/outcomes/fit-outcome-heads.js';
import type { OutcomeSample } from '../lab/outcomes/outcome-sample.js';
import { type OutcomeRow, readOutcomeRows } from '../lab/outcomes/read-outcomes.js';
import { toSamples } from '../lab/outcomes/to-samples.js';
import { openVectorCache } from '../lab/vector-cache.js';
import { FEATURE_VERSION } from '../signals/feature-vector.js';
import { formatOutcomeBundle } from '../signals/outcome-bundle.js';
import { encoderDirectoryOf } from './flags/encoder-flag.js';
import { wholeFlag } from './flags/number-flag.js';
import { readDataFile } from './input/read-data-file.js';
import { FIT_OUTCOMES } from './manual/fit-outcomes.js';
import { alignColumns } from './output/align-columns.js';
import { openCacheFolder } from './output/cache-folder.js';
import { firstProblems } from './output/first-problems.js';
import { writeLines } from './output/write-lines.js';

/**
 * The verb `fit-outcomes`.
 * @returns the exit code
 * @throws DragomanError `usage`, `encoder_invalid`, `folder_unwritable`
 */
export async function fitOutcomes(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: FIT_OUTCOMES.flags,
  });
  const { data, out, cache } = values;
  if (data === undefined || out === undefined) {
    throw new DragomanError('usage', 'fit-outcomes needs --data FILE and --out BUNDLE');
  }
  const seed = wholeFlag('seed', values.seed, 0, 1e9);
  const sample = values.sample === undefined ? undefined : wholeFlag('sample', values.sample, 1, 1e9);
  const { rows, contaminated, problems } = readOutcomeRows(await readDataFile(data));
  if (problems.length > 0) return refuse(data, problems);
  const used = sample === undefined ? rows : draw(rows, sample, seed);
  if (used.length < LEAST_OUTCOMES) {
    return refuse(data, [`${used.length} rows, must be ${LEAST_OUTCOMES} or more`]);
  }
  const { samples, encoder } = await embed(used, encoderDirectoryOf(values.encoder), cache);
  return fitAndWrite(samples, { encoder, seed, out, contaminated });
}

interface Target {
  readonly encoder: string;
  readonly seed: number;
  readonly out: string;
  readonly contaminated: number;
}

async function fitAndWrite(
  samples: readonly OutcomeSample[],
  { encoder, seed, out, contaminated }: Target,
): Promise<number> {
  const fit = await fitOutcomeHeads(samples, { encoder, featureVersion: FEATURE_VERSION, seed });
  if (fit.heads.models.length === 0) {
    return refuse(out, [`no model has ${LEAST_OUTCOMES} outcomes or more`]);
  }
  await writeLines([formatOutcomeBundle(fit.heads)], out);
  process.stdout.write(`${alignColumns(tableOf(summarise(samples, fit))).join('\n')}\n`);
  const domains = fit.heads.domains.length === 0 ? 'no domains' : `${fit.heads.domains.length} domains`;
  process.stdout.write(`${samples.length} rows, ${domains}; AUC and ECE are cross-validated\n`);
  if (contaminated > 0) process.stdout.write(`${contaminated} contaminated rows left out\n`);
  if (fit.tooFew.length > 0) {
    process.stdout.write(`left out for fewer than ${LEAST_OUTCOMES} outcomes: ${fit.tooFew.join(', ')}\n`);
  }
  return 0;
}

function tableOf(summaries: readonly ModelSummary[]): string[][] {
  const body = summaries.map(({ name, rows, quality, auc, ece, outputTokens }) => [
    ...[name, String(rows), quality.toFixed(3), Number.isNaN(auc) ? '-' : auc.toFixed(3), ece.toFixed(3)],
    outputTokens?.toFixed(0) ?? '-',
  ]);
  return [['model', 'rows', 'quality', 'AUC', 'ECE', 'tokens'], ...body];
}

async function embed(
  rows: readonly OutcomeRow[],
  directory: string | undefined,
  cacheFlag: string | undefined,
): Promise<{ samples: OutcomeSample[]; encoder: string }> {
  if (directory === undefined) return { samples: await toSamples(rows, undefined), encoder: '' };
  const manifest = await readEncoderManifest(directory);
  const folder = await openCacheFolder(cacheFlag);
  try {
    const cache = await openVectorCache(manifest, folder.path);
    try {
      const samples = await toSamples(rows, (texts) => cache.embedAll(texts));
      return { samples, encoder: manifest.checksum };
    } finally {
      await cache.close();
    }
  } finally {
    await folder.close();
  }
}

function refuse(path: string, problems: readonly string[]): number {
  const lines = firstProblems(problems).map((problem) => `${path}: ${problem}`);
  process.stderr.write(`${lines.join('\n')}\n`);
  return 1;
}
