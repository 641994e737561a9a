import { parseArgs } from 'node:util';
import { formatBundle, type UnnamedBundle } from '../bundle/bundle-file.js';
import { openBundleFolder } from '../bundle/bundle-folder.js';
import { PART_NAMES } from '../bundle/bundle.js';
import type { Registry } from '../config/registry.js';
import { DragomanError } from '../errors.js';
import { joinLessons, type Lessons, NO_LESSONS } from '../lab/train/lessons.js';
import { openWorkshop } from '../lab/train/open-workshop.js';
import { describeTrial } from '../lab/train/paired-trial.js';
import { readLessons } from '../lab/train/read-lessons.js';
import { readStore } from '../lab/train/read-store.js';
import { isOld, trainBundle } from '../lab/train/train-bundle.js';
import { NOT_PASSED } from './exit-codes.js';
import { encoderDirectoryOf } from './flags/encoder-flag.js';
import { locationOf } from './flags/location.js';
import { numberFlag, wholeFlag } from './flags/number-flag.js';
import { filterOfFlags } from './flags/time-flag.js';
import { openRecords, recordsUrl } from './input/open-records.js';
import { readDataFile } from './input/read-data-file.js';
import { readRegistry } from './input/read-registry.js';
import { TRAIN } from './manual/train.js';
import { openCacheFolder } from './output/cache-folder.js';
import { firstProblems } from './output/first-problems.js';
import { createProgress, type Progress } from './output/progress-bar.js';

/**
 * The verb `train`.
 * @returns the exit code
 * @throws DragomanError `usage`, `encoder_invalid`, `folder_unwritable`
 */
export async function train(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: TRAIN.flags,
  });
  const location = locationOf('train', positionals);
  const records = values.data === undefined ? recordsUrl(values.records) : values.records;
  if (values.data === undefined && records === undefined) {
    throw new DragomanError('usage', 'train needs --data FILE or --records URL, or both');
  }
  const { since = 0 } = filterOfFlags({ since: values.since }, Date.now());
  const settings = {
    seed: wholeFlag('seed', values.seed, 0, 1e9),
    holdOut: numberFlag('hold-out', values['hold-out'], 0.01, 0.9),
    tolerance: numberFlag('tolerance', values.tolerance, 0, 1),
  };
  const registry = readRegistry(location);
  if (registry === undefined) return 1;
  const labelled = await readLessonRows(values.data, registry);
  if (labelled === undefined) return 1;
  const lessons = joinLessons(labelled, await readRecords(records, since, registry));
  tell(lessons.notes);
  const bundle = await trainWith(lessons, registry, { ...values, ...settings });
  process.stdout.write(describe(bundle));
  if (isOld(bundle)) return NOT_PASSED;
  if (values.bundles !== undefined) await write(bundle, values.bundles, values.candidate);
  return 0;
}

async function readLessonRows(data: string | undefined, registry: Registry): Promise<Lessons | undefined> {
  if (data === undefined) return NO_LESSONS;
  const { lessons, problems } = readLessons(await readDataFile(data), registry);
  if (problems.length === 0) return lessons;
  tell(firstProblems(problems).map((problem) => `${data}: ${problem}`));
  return undefined;
}

/** @throws DragomanError `usage`, `store_unavailable`, `store_newer` */
async function readRecords(url: string | undefined, since: number, registry: Registry): Promise<Lessons> {
  if (url === undefined) return NO_LESSONS;
  const store = await openRecords('train', url);
  try {
    const [all] = await store.summarize({ since }, []);
    const progress = createProgress('reading records', all?.records ?? 0);
    const lessons = await readStore(store, { since }, registry, (count) => {
      progress.advance(count);
    });
    progress.finish();
    return lessons;
  } finally {
    await store.close();
  }
}

interface TrainSettings {
  readonly seed: number;
  readonly holdOut: number;
  readonly tolerance: number;
  readonly bundles?: string | undefined;
  readonly encoder?: string | undefined;
  readonly cache?: string | undefined;
}

async function trainWith(
  lessons: Lessons,
  registry: Registry,
  settings: TrainSettings,
): Promise<UnnamedBundle> {
  const folder = await openCacheFolder(settings.cache);
  try {
    return await trainIn(folder.path, lessons, registry, settings);
  } finally {
    await folder.close();
  }
}

async function trainIn(
  cacheDirectory: string,
  lessons: Lessons,
  registry: Registry,
  { seed, holdOut, tolerance, bundles, encoder }: TrainSettings,
): Promise<UnnamedBundle> {
  const embedding = embeddingProgress();
  const open = await openWorkshop({
    ...{ registry, seed, holdOut, tolerance, bundles },
    encoderDirectory: encoderDirectoryOf(encoder),
    cacheDirectory,
    onStep: (what) => {
      embedding.finish();
      tell([what]);
    },
    onEmbedded: (done, total) => {
      embedding.reach(done, total);
    },
  });
  try {
    tell(open.notes);
    const command = `train --seed ${seed} --hold-out ${holdOut} --tolerance ${tolerance}`;
    return await trainBundle(lessons, open.workshop, command);
  } finally {
    await open.close();
  }
}

/** A bar that appears when texts have to be embedded. */
function embeddingProgress(): { reach(done: number, total: number): void; finish(): void } {
  let bar: Progress | undefined;
  return {
    reach: (done, total) => {
      bar ??= createProgress('embedding', total);
      bar.reach(done);
    },
    finish: () => {
      bar?.finish();
      bar = undefined;
    },
  };
}

async function write(bundle: UnnamedBundle, directory: string, isCandidate: boolean): Promise<void> {
  const folder = openBundleFolder(directory);
  const text = formatBundle(bundle);
  await folder.write(text);
  if (isCandidate) await folder.nominate(text.version, { by: 'cli', reason: 'dragoman train --candidate' });
  process.stdout.write(
    `bundle ${text.version} written to ${directory}${isCandidate ? ', a candidate now' : ''}\n`,
  );
}

function describe(bundle: UnnamedBundle): string {
  const lines = PART_NAMES.map((part) => {
    const trained = bundle[part];
    const why = bundle.leftOut[part];
    const kept = trained === undefined ? 'left out' : 'stays as it is in service';
    const told =
      trained === undefined || why !== undefined ? `${kept}: ${why ?? ''}` : describeTrial(trained.heldOut);
    return `${part.padEnd(8)}  ${told}`;
  });
  return `${lines.join('\n')}\n`;
}

function tell(lines: readonly string[]): void {
  for (const line of lines) process.stderr.write(`${line}\n`);
}
