import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Registry } from '../config/registry.js';
import { readEncoderManifest } from '../embed/manifest.js';
import { DragomanError } from '../errors.js';
import { type LintOptions, lintRegistry, type LintReport } from '../lab/lint/lint-registry.js';
import { type EmbedTexts, openVectorCache } from '../lab/vector-cache.js';
import { encoderDirectoryOf } from './encoder-flag.js';
import { paintFor } from './paint.js';
import { createProgress, type Progress } from './progress-bar.js';
import { readRegistry } from './read-registry.js';
import { formatLint } from './reports/format-lint.js';

const HELP = `Usage: dragoman lint DIR [flags]

Looks for what will route requests wrongly, before there are any: routes whose examples overlap, examples that look
mislabelled, near duplicates, routes that too little leads to, rules that never decide. Examples are held out and judged
by the head that serves. For what makes a registry invalid, and for every place of it, see dragoman check.

  --strict            exit code 3 when there is a warning; notes do not count
  --json              one JSON object: {registry, routes, examples, heldOut, accuracy, sameFrom, findings}
  --encoder DIR|none  folder of the sentence encoder that will serve     (the one that ships)
  --cache DIR         keep embeddings in DIR for the next run; not for two runs at a time

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
  const [location, ...rest] = positionals;
  if (location === undefined || rest.length > 0) {
    throw new DragomanError('usage', `lint takes one folder or file, got ${positionals.length}`);
  }
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
  const temporary = flags.cache === undefined ? await mkdtemp(join(tmpdir(), 'dragoman-lint-')) : undefined;
  const cache = await openVectorCache(manifest, flags.cache ?? temporary ?? '');
  const embedAll: EmbedTexts = async (texts) => {
    const bar = createProgress('embedding', texts.length);
    let last = 0;
    const vectors = await cache.embedAll(texts, (done) => {
      bar.advance(done - last);
      last = done;
    });
    bar.finish();
    return vectors;
  };
  try {
    return await lintRegistry(registry, { location, embedAll, onProgress: progressOfStages() });
  } finally {
    await cache.close();
    if (temporary !== undefined) await rm(temporary, { recursive: true, force: true });
  }
}

/** One bar after another, each ended by its last step. */
function progressOfStages(): NonNullable<LintOptions['onProgress']> {
  let current: { readonly stage: string; readonly bar: Progress } | undefined;
  let last = 0;
  return (stage, done, total) => {
    if (current?.stage !== stage) {
      current = { stage, bar: createProgress(stage, total) };
      last = 0;
    }
    current.bar.advance(done - last);
    last = done;
    if (done >= total && done > 0) current.bar.finish();
  };
}
