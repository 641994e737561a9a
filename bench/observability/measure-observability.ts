import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { envoyBinary } from '../../demo/envoy-binary.js';
import type { Router } from '../../demo/stack.js';
import type { LoadClient, LoadJob, LoadResult } from '../load/load-job.js';
import { openVegeta } from '../load/vegeta.js';
import { chatBody, RULE_ASK } from '../path/bodies.js';
import { cpuMs, memoryOf } from '../process-usage.js';
import type { Latency, Settings } from '../results.js';
import { quantile } from '../statistics.js';
import {
  OBSERVED_TARGETS,
  type ObservabilityFigures,
  type ObservedCell,
  type ObservedTarget,
  type Seen,
  TRACE_RATIO,
} from './observability-figures.js';
import { type Scraper, startScraper } from './scraper.js';
import { type Observed, startObserved } from './start-observed.js';

export interface ObservabilityPlan {
  /** Scratch folder with a short path. */
  readonly work: string;
  readonly envoy: string;
  readonly client: LoadClient;
  readonly settings: Settings;
  /** Called before each step. */
  readonly onProgress: (text: string) => void;
}

const BODY_BYTES = 2048;
const SCRAPE_MS = 1_000;

/** Envoy reports finished requests every 0.2 s, records wait 0.5 s and spans one: work of the same requests. */
const SETTLE_MS = 2_000;

/** Measures with a client and an Envoy of its own. */
export async function measureObservabilityAlone(
  settings: Settings,
  onProgress: (text: string) => void,
): Promise<ObservabilityFigures> {
  const work = await mkdtemp(join(tmpdir(), 'dragoman-bench-'));
  try {
    const client = await openVegeta(work);
    return await measureObservability({ work, envoy: await envoyBinary(), client, settings, onProgress });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Measures the rule path with nothing watched, and with everything. */
export async function measureObservability(plan: ObservabilityPlan): Promise<ObservabilityFigures> {
  plan.onProgress('starting three Dragomans, two of them watched');
  const observed = await startObserved(plan);
  const scrapers = new Map(
    OBSERVED_TARGETS.map((target) => {
      const everyMs = TRACE_RATIO[target] === undefined ? undefined : SCRAPE_MS;
      return [target, startScraper(observed.of[target].admin, everyMs)] as const;
    }),
  );
  try {
    const cells = await measureCells(observed, plan);
    const seen: Partial<Record<ObservedTarget, Seen>> = {};
    for (const [target, scraper] of scrapers) seen[target] = await seenBy(observed.of[target], scraper);
    return { bytes: BODY_BYTES, cells, seen: seen as Record<ObservedTarget, Seen> };
  } finally {
    for (const scraper of scrapers.values()) scraper.stop();
    await observed.stop();
  }
}

/** The targets follow each other within seconds, and another one begins in each round. */
async function measureCells(observed: Observed, plan: ObservabilityPlan): Promise<ObservedCell[]> {
  const { client, settings, onProgress } = plan;
  const { connections, warmUpSeconds } = settings;
  for (const target of OBSERVED_TARGETS) {
    onProgress(`warming up: observability ${target}`);
    await client.run(jobOf(observed.of[target], { seconds: warmUpSeconds, pace: { connections } }));
  }
  const cells: ObservedCell[] = [];
  for (let round = 0; round < settings.rounds; round++) {
    for (const [at] of OBSERVED_TARGETS.entries()) {
      const target = OBSERVED_TARGETS[(at + round) % OBSERVED_TARGETS.length] ?? 'off';
      onProgress(`round ${round + 1} of ${settings.rounds}: observability ${target}`);
      cells.push({ round, target, ...(await measureCell(observed.of[target], client, settings)) });
    }
  }
  return cells;
}

async function measureCell(
  router: Router,
  client: LoadClient,
  settings: Settings,
): Promise<Pick<ObservedCell, 'paced' | 'saturated'>> {
  const { perSecond, pacedSeconds, connections, saturatedSeconds } = settings;
  const paced = await client.run(jobOf(router, { seconds: pacedSeconds, pace: { perSecond } }));
  await sleep(SETTLE_MS);
  const before = cpuOf(router);
  const saturated = await client.run(jobOf(router, { seconds: saturatedSeconds, pace: { connections } }));
  await sleep(SETTLE_MS);
  const after = cpuOf(router);
  return {
    paced: latencyOf(paced),
    saturated: {
      ...latencyOf(saturated),
      seconds: saturated.seconds,
      dragomanCpuMs: after.dragoman - before.dragoman,
      envoyCpuMs: after.envoy - before.envoy,
    },
  };
}

function jobOf({ url }: Router, how: Pick<LoadJob, 'seconds' | 'pace'>): LoadJob {
  return { url: `${url}/v1/chat/completions`, requests: [{ body: chatBody(BODY_BYTES, RULE_ASK) }], ...how };
}

function latencyOf({ latenciesUs, failed, reasons }: LoadResult): Latency {
  const at = (share: number): number => quantile(latenciesUs, share);
  return { answered: latenciesUs.length, failed, p50Us: at(0.5), p90Us: at(0.9), p99Us: at(0.99), reasons };
}

function cpuOf(router: Router): { envoy: number; dragoman: number } {
  return { envoy: cpuMs(router.envoy.pid), dragoman: cpuMs(router.dragoman().pid) };
}

async function seenBy(router: Router, scraper: Scraper): Promise<Seen> {
  const { scrapes } = scraper;
  return {
    scrapes,
    spans: await scraper.sum('dragoman_written_total', 'queue="spans"'),
    records: await scraper.sum('dragoman_written_total', 'queue="records"'),
    dropped: await scraper.sum('dragoman_dropped_total', ''),
    residentMiB: memoryOf(router.dragoman().pid).residentMiB,
  };
}
