import { parseArgs } from 'node:util';
import type { Registry } from '../config/registry.js';
import { readEncoderManifest } from '../embed/manifest.js';
import { type LintOptions, lintRegistry, type LintReport } from '../lab/lint/lint-registry.js';
import { type EmbedTexts, openVectorCache } from '../lab/vector-cache.js';
import { NOT_PASSED } from './exit-codes.js';
import { encoderDirectoryOf } from './flags/encoder-flag.js';
import { locationOf } from './flags/location.js';
import { readRegistry } from './input/read-registry.js';
import { LINT } from './manual/lint.js';
import { openCacheFolder } from './output/cache-folder.js';
import { paintFor } from './output/paint.js';
import { createProgress, type Progress } from './output/progress-bar.js';
import { formatLint } from './reports/format-lint.js';

type Flags = ReturnType<typeof parseArgs<{ options: typeof LINT.flags }>>['values'];

/**
 * The verb `lint`.
 * @returns the exit code
 * @throws DragomanError `usage`, `encoder_invalid`
 */
export async function lint(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...argv], allowPositionals: true, options: LINT.flags });
  const location = locationOf('lint', positionals);
  const registry = readRegistry(location);
  if (registry === undefined) return 1;
  const report = await look(registry, location, values);
  const text = values.json ? JSON.stringify(report, undefined, 1) : formatLint(report, paintFor()).join('\n');
  process.stdout.write(`${text}\n`);
  const isWarned = report.findings.some(({ level }) => level === 'warning');
  return values.strict && isWarned ? NOT_PASSED : 0;
}

async function look(registry: Registry, location: string, flags: Flags): Promise<LintReport> {
  const directory = encoderDirectoryOf(flags.encoder);
  if (directory === undefined) {
    return lintRegistry(registry, { location, embedAll: undefined, onProgress: progressOfStages() });
  }
  const manifest = await readEncoderManifest(directory);
  const folder = await openCacheFolder(flags.cache);
  const cache = await openVectorCache(manifest, folder.path);
  const embedAll: EmbedTexts = async (texts) => {
    const bar = createProgress('embedding', texts.length);
    const vectors = await cache.embedAll(texts, (done) => {
      bar.reach(done);
    });
    bar.finish();
    return vectors;
  };
  try {
    return await lintRegistry(registry, { location, embedAll, onProgress: progressOfStages() });
  } finally {
    await cache.close();
    await folder.close();
  }
}

/** One bar after another, each ended by its last step. */
function progressOfStages(): NonNullable<LintOptions['onProgress']> {
  let current: { readonly stage: string; readonly bar: Progress } | undefined;
  return (stage, done, total) => {
    if (current?.stage !== stage) current = { stage, bar: createProgress(stage, total) };
    current.bar.reach(done);
    if (done >= total && done > 0) current.bar.finish();
  };
}
