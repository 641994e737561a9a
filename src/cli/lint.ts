import { parseArgs } from 'node:util';
import type { Registry } from '../config/registry.js';
import { readEncoderManifest } from '../embed/manifest.js';
import { type LintOptions, lintRegistry, type LintReport } from '../lab/lint/lint-registry.js';
import { type EmbedTexts, openVectorCache } from '../lab/vector-cache.js';
import { encoderDirectoryOf } from './flags/encoder-flag.js';
import { locationOf } from './flags/location.js';
import { readRegistry } from './input/read-registry.js';
import { openCacheFolder } from './output/cache-folder.js';
import { paintFor } from './output/paint.js';
import { createProgress, type Progress } from './output/progress-bar.js';
import { formatLint } from './reports/format-lint.js';

const HELP = `Usage: dragoman lint DIR [flags]

Looks for what will route requests wrongly, before there are any: routes whose examples overlap, examples that look
mislabelled, near duplicates, routes that too little leads to, rules that never decide. Examples are held out and judged
by the head that serves. For what makes a registry invalid, and for every place of it, see dragoman check.

  --strict            exit code 3 when there is a warning; notes do not count
  --json              one JSON object: {registry, routes, examples, heldOut, accuracy, sameFrom, findings}
  --encoder DIR|none  folder of the sentence encoder that will serve     (the one that ships)
  --cache DIR         keep embeddings in DIR for the next run; not for two runs at a time

Example: dragoman lint registry --strict

Exit code: 0 looked through, 1 registry or encoder not valid, 2 wrong usage, 3 warnings with --strict.
`;

const OPTIONS = {
  strict: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  encoder: { type: 'string' },
  cache: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

type Flags = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'];

/** Exit code of `--strict` when there is a warning. */
const WARNED = 3;

/**
 * The verb `lint`.
 * @returns the exit code
 * @throws DragomanError `usage`, `encoder_invalid`
 */
export async function lint(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...argv], allowPositionals: true, options: OPTIONS });
  if (values.help === true) {
    process.stdout.write(HELP);
    return 0;
  }
  const location = locationOf('lint', positionals);
  const registry = readRegistry(location);
  if (registry === undefined) return 1;
  const report = await look(registry, location, values);
  const text = values.json ? JSON.stringify(report, undefined, 1) : formatLint(report, paintFor()).join('\n');
  process.stdout.write(`${text}\n`);
  const isWarned = report.findings.some(({ level }) => level === 'warning');
  return values.strict && isWarned ? WARNED : 0;
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
