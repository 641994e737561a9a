import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { envoyBinary } from '../demo/envoy-binary.js';
import { BODY_SIZES } from './bodies.js';
import { measureCascade } from './cascade/measure-cascade.js';
import { measureHeads } from './heads/measure-heads.js';
import { startLoadClient } from './load-client.js';
import { describeThisMachine, loadAverage } from './machine.js';
import { measure } from './measure.js';
import { measureStart } from './measure-start.js';
import { measureObservability } from './observability/measure-observability.js';
import { memoryOf } from './process-usage.js';
import { measureRecords } from './records/measure-records.js';
import { measureReplay } from './replay/measure-replay.js';
import type { Results, Settings } from './results.js';
import { measureScale } from './scale/measure-scale.js';
import { startTargets, type Targets } from './targets.js';

/** Starts everything, measures, stops everything. */
export async function runBench(settings: Settings, onProgress: (text: string) => void): Promise<Results> {
  const startedAt = new Date().toISOString();
  const loadBefore = loadAverage();
  const envoy = await envoyBinary();
  const work = await mkdtemp(join(tmpdir(), 'dragoman-bench-'));
  onProgress('the heads and the encoder by themselves');
  const heads = await measureHeads(settings.smallHeads === true);
  onProgress('the embedded store of records');
  const records = await measureRecords(settings.records);
  onProgress('a replay by itself');
  const replay = await measureReplay(settings.smallHeads === true);
  onProgress('what grows with a registry');
  const scale = await measureScale(settings.smallHeads === true);
  onProgress('starting the upstream, four Envoys and three servers');
  try {
    const targets = await startTargets({ work, envoy });
    const client = startLoadClient();
    try {
      const cells = await measure(targets, client, { sizes: BODY_SIZES, settings, onProgress });
      const memory = {
        rules: memoryOf(serverPidOf(targets, 'rules')),
        encoder: memoryOf(serverPidOf(targets, 'encoder')),
      };
      const readyMs = await measureStarts(targets.registry, work, settings.starts, onProgress);
      await targets.stop();
      const cascade = await measureCascade({ work, envoy, client, settings, onProgress });
      const observability = await measureObservability({ work, envoy, client, settings, onProgress });
      const machine = { ...describeThisMachine(envoy), loadBefore, loadAfter: loadAverage() };
      return {
        ...{ startedAt, machine, settings, cells, readyMs, memory },
        ...{ heads, cascade, records, replay, observability, scale },
      };
    } finally {
      await client.stop();
      await targets.stop();
    }
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function measureStarts(
  registry: string,
  work: string,
  starts: number,
  onProgress: (text: string) => void,
): Promise<number[]> {
  const readyMs: number[] = [];
  for (let start = 0; start < starts; start++) {
    onProgress(`start ${start + 1} of ${starts}`);
    readyMs.push(await measureStart(registry, work));
  }
  return readyMs;
}

function serverPidOf(targets: Targets, name: 'rules' | 'encoder'): number {
  const pid = targets.of[name].serverPid;
  if (pid === undefined) throw new Error(`${name} has no server`);
  return pid;
}
