import { parseArgs } from 'node:util';
import type { Registry } from '../config/registry.js';
import { DragomanError } from '../errors.js';
import { recordSource, type ReplaySource, trafficSource } from '../lab/replay/replay-source.js';
import { type ReplayOptions, runBoth, runReplay } from '../lab/replay/run-replay.js';
import { encoderDirectoryOf } from './flags/encoder-flag.js';
import { locationOf } from './flags/location.js';
import { filterOfFlags } from './flags/time-flag.js';
import { openRecords, recordsUrl, shownRecords } from './input/open-records.js';
import { readDataFile } from './input/read-data-file.js';
import { readRegistry } from './input/read-registry.js';
import { createProgress } from './output/progress-bar.js';
import { writeJson } from './output/write-json.js';
import { formatComparison, formatReplay } from './reports/format-replay.js';

const HELP = `Usage: dragoman replay DIR --data FILE [flags]
       dragoman replay DIR --store URL [flags]

Routes traffic again with the code that serves, at full speed and without Envoy, and reports where it went: routes,
models, layers and reasons, expected cost and quality, and what each layer took. The decision cache and the memory of
conversations work by the clock of the requests. The small model is not asked.

  --data FILE         JSONL, plain or gzip; a row is {text}, {messages} or {body}, with {id, headers, ts_ms,
                      trace: {generated_tokens}} where there are any
  --store URL         records whose prompts were kept                    (DRAGOMAN_RECORDS, without --data)
  --against DIR2      route it by a second registry as well, and show what changes from DIR to DIR2
  --since, --until T  records decided from, before: 2026-01-31, 2026-01-31T12:00:00Z, or 90m, 12h, 7d ago
  --as-auto           route requests that name a model as if they had named auto
  --predict           predict the quality of every answer by the outcome heads; costs an embedding a prompt
  --bundle FILE       outcome heads of dragoman fit-outcomes, or a bundle: DIR or DIR/VERSION    (the RouterPolicy's)
  --encoder DIR|none  folder of the sentence encoder                     (the one that ships)
  --cache DIR         keep embeddings in DIR for the next run; not for two runs at a time
  --json FILE         write everything as JSON as well

Example: dragoman replay registry --store sqlite:records.db --against registry-new --since 7d

Exit code: 0 replayed, 1 registry, encoder or store not valid, 2 wrong usage.
`;

const OPTIONS = {
  data: { type: 'string' },
  store: { type: 'string' },
  against: { type: 'string' },
  since: { type: 'string' },
  until: { type: 'string' },
  'as-auto': { type: 'boolean', default: false },
  predict: { type: 'boolean', default: false },
  bundle: { type: 'string' },
  encoder: { type: 'string' },
  cache: { type: 'string' },
  json: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

type Flags = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'];

/**
 * The verb `replay`.
 * @returns the exit code
 * @throws DragomanError `usage`, `encoder_invalid`, `bundle_invalid`, `store_unavailable`, `store_newer`
 */
export async function replay(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...argv], allowPositionals: true, options: OPTIONS });
  if (values.help === true) {
    process.stdout.write(HELP);
    return 0;
  }
  const location = locationOf('replay', positionals);
  const store = values.data === undefined ? recordsUrl(values.store) : values.store;
  if ((values.data === undefined) === (store === undefined)) {
    throw new DragomanError('usage', 'replay needs either --data FILE or --store URL');
  }
  const registry = readRegistry(location);
  const against = values.against === undefined ? undefined : readRegistry(values.against);
  if (registry === undefined || (values.against !== undefined && against === undefined)) return 1;
  const opened = await openSource({ ...values, store });
  try {
    await replaySource(opened, [registry, against], values);
    return 0;
  } finally {
    await opened.close();
  }
}

interface OpenSource {
  readonly source: ReplaySource;
  /** What the traffic is called in the report. */
  readonly shown: string;
  close(): Promise<void>;
}

/** @param flags with the store that they, or the environment, name */
async function openSource(
  flags: Omit<Flags, 'store'> & { readonly store: string | undefined },
): Promise<OpenSource> {
  const asAuto = flags['as-auto'];
  if (flags.store === undefined) {
    const shown = flags.data ?? '';
    const rows = await readDataFile(shown);
    return { source: trafficSource(rows, asAuto), shown, close: () => Promise.resolve() };
  }
  const filter = filterOfFlags(flags, Date.now());
  const store = await openRecords('replay', flags.store);
  const source = await recordSource(store, filter, asAuto);
  return { source, shown: shownRecords(flags.store), close: () => store.close() };
}

async function replaySource(
  { source, shown }: OpenSource,
  [registry, against]: readonly [Registry, Registry | undefined],
  flags: Flags,
): Promise<void> {
  const progress = createProgress('replaying', source.total * (against === undefined ? 1 : 2));
  const options: ReplayOptions = {
    encoderDirectory: encoderDirectoryOf(flags.encoder),
    bundle: flags.bundle,
    cacheDirectory: flags.cache,
    predictsAlways: flags.predict,
    onProgress: (count) => {
      progress.advance(count);
    },
  };
  if (against === undefined) {
    const run = await runReplay(source, registry, options);
    progress.finish();
    await tell(formatReplay(run, shown), run, flags.json);
  } else {
    const both = await runBoth(source, [registry, against], options);
    progress.finish();
    await tell(formatComparison(both.runs, both.comparison, shown), both, flags.json);
  }
}

async function tell(text: string, all: unknown, json: string | undefined): Promise<void> {
  process.stdout.write(text);
  if (json !== undefined) await writeJson(all, json);
}
