import { setTimeout as sleep } from 'node:timers/promises';
import { chatBody } from './bodies.js';
import type { LoadClient } from './load-client.js';
import type { LoadResult } from './load.js';
import { cpuMs } from './process-usage.js';
import { TARGETS, type Cell, type Latency, type Settings, type TargetName } from './results.js';
import { quantile } from './statistics.js';
import type { Target, Targets } from './targets.js';

/** Envoy reports finished requests every 0.2 s, and reading the reports is work of the same requests. */
const REPORTS_MS = 400;

export interface Plan {
  readonly sizes: readonly number[];
  readonly settings: Settings;
  /** Called before each cell. */
  readonly onProgress: (text: string) => void;
}

/**
 * Measures every target at every size, round after round. The targets of one size follow each other within seconds and
 * begin with another one in each round, so that whatever else the machine does hits all of them alike.
 */
export async function measure(targets: Targets, client: LoadClient, plan: Plan): Promise<Cell[]> {
  const { sizes, settings, onProgress } = plan;
  for (const bytes of sizes) {
    for (const name of TARGETS) {
      onProgress(`warming up: ${bytes} B, ${name}`);
      await client.run({
        ...jobOf(targets.of[name], name, bytes),
        ...saturating(settings, settings.warmUpSeconds),
      });
    }
  }
  const cells: Cell[] = [];
  for (let round = 0; round < settings.rounds; round++) {
    for (const bytes of sizes) {
      for (const [at] of TARGETS.entries()) {
        const target = TARGETS[(at + round) % TARGETS.length] ?? 'envoy';
        onProgress(`round ${round + 1} of ${settings.rounds}: ${bytes} B, ${target}`);
        cells.push({
          round,
          bytes,
          target,
          ...(await measureCell(targets.of[target], target, bytes, client, settings)),
        });
      }
    }
  }
  return cells;
}

async function measureCell(
  target: Target,
  name: TargetName,
  bytes: number,
  client: LoadClient,
  settings: Settings,
): Promise<Pick<Cell, 'paced' | 'saturated'>> {
  const job = jobOf(target, name, bytes);
  const paced = await client.run({
    ...job,
    seconds: settings.pacedSeconds,
    pace: { perSecond: settings.perSecond },
  });
  await sleep(REPORTS_MS);
  const before = cpuOf(target);
  const saturated = await client.run({ ...job, ...saturating(settings, settings.saturatedSeconds) });
  await sleep(REPORTS_MS);
  const after = cpuOf(target);
  return {
    paced: latencyOf(paced),
    saturated: {
      ...latencyOf(saturated),
      seconds: saturated.seconds,
      envoyCpuMs: after.envoy - before.envoy,
      serverCpuMs: after.server - before.server,
    },
  };
}

function jobOf(target: Target, name: TargetName, bytes: number): { url: string; body: string } {
  const body = chatBody(bytes, name === 'encoder' ? 'encoder' : 'rule').toString();
  return { url: `${target.url}/v1/chat/completions`, body };
}

function saturating(
  { connections }: Settings,
  seconds: number,
): {
  seconds: number;
  pace: { connections: number };
} {
  return { seconds, pace: { connections } };
}

function cpuOf({ envoyPid, serverPid }: Target): { envoy: number; server: number } {
  return { envoy: cpuMs(envoyPid), server: serverPid === undefined ? 0 : cpuMs(serverPid) };
}

function latencyOf({ latenciesUs, failed, reasons }: LoadResult): Latency {
  return {
    answered: latenciesUs.length,
    failed,
    p50Us: quantile(latenciesUs, 0.5),
    p90Us: quantile(latenciesUs, 0.9),
    p99Us: quantile(latenciesUs, 0.99),
    reasons,
  };
}
