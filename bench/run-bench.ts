import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { envoyBinary } from '../demo/envoy-binary.js';
import { measureCascade } from './cascade/measure-cascade.js';
import { measureHeads } from './heads/measure-heads.js';
import { openVegeta } from './load/vegeta.js';
import { describeThisMachine, loadAverage } from './machine.js';
import { measureObservability } from './observability/measure-observability.js';
import type { BenchOptions } from './options.js';
import { measurePath } from './path/measure-path.js';
import { measureRecords } from './records/measure-records.js';
import { measureReplay } from './replay/measure-replay.js';
import type { Results } from './results.js';
import { measureScale } from './scale/measure-scale.js';
import { ofSourceNow } from './source.js';

type Settings = Pick<BenchOptions, 'settings' | 'path'>;

/** Starts everything, measures, stops everything. */
export async function runBench(
  { settings, path: pathSettings }: Settings,
  onProgress: (text: string) => void,
): Promise<Results> {
  const isSmall = settings.smallHeads === true;
  return inPlace(onProgress, async ({ plan, describe }) => {
    onProgress('the heads and the encoder by themselves');
    const heads = await measureHeads(isSmall);
    onProgress('the embedded store of records');
    const records = await measureRecords(settings.records);
    onProgress('a replay by itself');
    const replay = await measureReplay(isSmall);
    onProgress('what grows with a registry');
    const scale = await measureScale(isSmall);
    const path = await measurePath({ ...plan, settings: pathSettings });
    const cascade = await measureCascade({ ...plan, settings });
    const observability = await measureObservability({ ...plan, settings });
    return { ...describe(), settings, path, heads, cascade, records, replay, observability, scale };
  });
}

/** Measures the path alone. */
export async function runPath(
  { settings, path }: Settings,
  onProgress: (text: string) => void,
): Promise<Results> {
  return inPlace(onProgress, async ({ plan, describe }) => {
    const figures = await measurePath({ ...plan, settings: path });
    return { ...describe(), settings, path: figures };
  });
}

interface Place {
  readonly plan: Omit<Parameters<typeof measurePath>[0], 'settings'>;
  /** To be called when everything was measured. */
  readonly describe: () => Pick<Results, 'source' | 'startedAt' | 'machine'>;
}

async function inPlace<T>(
  onProgress: (text: string) => void,
  measure: (place: Place) => Promise<T>,
): Promise<T> {
  const source = ofSourceNow();
  const startedAt = new Date().toISOString();
  const loadBefore = loadAverage();
  const envoy = await envoyBinary();
  const work = await mkdtemp(join(tmpdir(), 'dragoman-bench-'));
  try {
    const client = await openVegeta(work);
    const describe = (): ReturnType<Place['describe']> => ({
      ...source,
      startedAt,
      machine: { ...describeThisMachine(envoy), loadBefore, loadAfter: loadAverage() },
    });
    return await measure({ plan: { work, envoy, client, onProgress }, describe });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
