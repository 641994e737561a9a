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
import { REPLAY } from './manual/replay.js';
import { createProgress } from './output/progress-bar.js';
import { writeJson } from './output/write-json.js';
import { formatEmptyReplay, type TrafficKind } from './reports/format-empty-replay.js';
import { formatComparison, formatReplay } from './reports/format-replay.js';

type Flags = ReturnType<typeof parseArgs<{ options: typeof REPLAY.flags }>>['values'];

/**
 * The verb `replay`.
 * @returns the exit code
 * @throws DragomanError `usage`, `encoder_invalid`, `bundle_invalid`, `store_unavailable`, `store_newer`
 */
export async function replay(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: REPLAY.flags,
  });
  const location = locationOf('replay', positionals);
  const records = values.data === undefined ? recordsUrl(values.records) : values.records;
  if ((values.data === undefined) === (records === undefined)) {
    throw new DragomanError('usage', 'replay needs either --data FILE or --records URL');
  }
  const registry = readRegistry(location);
  const against = values.against === undefined ? undefined : readRegistry(values.against);
  if (registry === undefined || (values.against !== undefined && against === undefined)) return 1;
  const opened = await openSource({ ...values, records });
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
  readonly kind: TrafficKind;
  close(): Promise<void>;
}

/** @param flags with the records that they, or the environment, name */
async function openSource(
  flags: Omit<Flags, 'records'> & { readonly records: string | undefined },
): Promise<OpenSource> {
  const asAuto = flags['as-auto'];
  if (flags.records === undefined) {
    const shown = flags.data ?? '';
    const rows = await readDataFile(shown);
    return { source: trafficSource(rows, asAuto), shown, kind: 'rows', close: () => Promise.resolve() };
  }
  const filter = filterOfFlags(flags, Date.now());
  const store = await openRecords('replay', flags.records);
  const source = await recordSource(store, filter, asAuto);
  return { source, shown: shownRecords(flags.records), kind: 'records', close: () => store.close() };
}

async function replaySource(
  { source, shown, kind }: OpenSource,
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
    await tell(formatEmptyReplay(run, shown, kind) ?? formatReplay(run, shown), run, flags.out);
  } else {
    const both = await runBoth(source, [registry, against], options);
    progress.finish();
    const text =
      formatEmptyReplay(both.runs[0], shown, kind) ?? formatComparison(both.runs, both.comparison, shown);
    await tell(text, both, flags.out);
  }
}

async function tell(text: string, all: unknown, out: string | undefined): Promise<void> {
  process.stdout.write(text);
  if (out !== undefined) await writeJson(all, out);
}
