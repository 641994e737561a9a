import { setTimeout as sleep } from 'node:timers/promises';
import { describeThisMachine, loadAverage } from '../../../bench/machine.js';
import { ofSourceNow } from '../../../bench/source.js';
import { envoyBinary } from '../../../demo/envoy-binary.js';
import { eventually } from '../../support/eventually.js';
import { type Scrape, scrape } from '../../support/read-metrics.js';
import { type Disturbances, startDisturbances } from './disturb.js';
import { learnRightModels } from './learn-right-models.js';
import { type MinuteLoad, startMinuteLoad } from './minute-load.js';
import { saturate } from './saturate.js';
import { edited } from './soak-registry.js';
import type { Sample, SoakResults } from './soak-results.js';
import { type SoakStack, startSoakStack } from './soak-stack.js';
import { takeSample } from './take-sample.js';
import { readTrace } from './trace.js';

export interface SoakPlan {
  readonly minutes: number;
  /** Requests a second; `undefined`: half of saturation. */
  readonly rate: number | undefined;
  /** Requests of the trace, the first ones; default all. */
  readonly rows?: number;
  /** Folder of the log files in `.cache`. */
  readonly logs: string;
  readonly say: (line: string) => void;
  /** Given what is known so far, each minute and at the end. */
  readonly keep: (results: SoakResults) => void;
}

const SATURATE_SECONDS = 20;
const SAMPLE_EACH_MS = 10_000;
const KEEP_EACH_MS = 60_000;
/** A short soak has enough samples, too. */
const LEAST_SAMPLES = 12;
const LEAST_RATE = 5;

/** Brings everything up, finds the rate, sends the load, and takes everything down. */
export async function runSoak(plan: SoakPlan): Promise<SoakResults> {
  const stack = await startSoakStack(plan.logs);
  try {
    return await soak(plan, stack);
  } finally {
    await stack.stop();
  }
}

async function soak(plan: SoakPlan, stack: SoakStack): Promise<SoakResults> {
  const { say, minutes } = plan;
  const startedAt = new Date().toISOString();
  const source = ofSourceNow();
  const machine = { ...describeThisMachine(await envoyBinary()), loadBefore: loadAverage() };
  const trace = await readTrace(say, plan.rows);
  say(`asking for the right models of ${trace.name}`);
  const requests = await learnRightModels(stack.url, trace.rows);
  if (requests.length === 0) throw new Error('not one request of the trace was answered');
  const saturation = plan.rate === undefined ? await findSaturation(stack, requests, say) : null;
  const perSecond = plan.rate ?? Math.max(LEAST_RATE, Math.floor((saturation ?? 0) / 2));
  say(`${requests.length} requests, ${perSecond} a second, for ${minutes} minutes`);
  const load = startMinuteLoad(stack.url, perSecond, requests);
  const disturbances = startDisturbances(stack);
  const samples: Sample[] = [];
  const settings = { minutes, perSecond, saturation, trace: trace.name };
  const results = (complete: boolean): SoakResults => ({
    ...{ ...source, startedAt, complete, settings },
    machine: { ...machine, loadAfter: loadAverage() },
    ...resultsOf(stack, load, disturbances, samples),
  });
  await watch(plan, { stack, load, disturbances, samples }, () => {
    plan.keep(results(false));
  });
  await load.stop();
  await disturbances.stop();
  const told = { ...results(true), ...(await finalCounts(stack)) };
  plan.keep(told);
  return told;
}

async function findSaturation(
  stack: SoakStack,
  requests: Parameters<typeof saturate>[1],
  say: (line: string) => void,
): Promise<number> {
  // Forgets the decisions that the calm pass left, so that the loop meets what the load will meet after each reload.
  await stack.writeRegistry(edited(0));
  await stack.writeRegistry(edited(1));
  await sleep(1000);
  const saturation = await saturate(stack.url, requests, SATURATE_SECONDS);
  say(`saturation: ${saturation.toFixed(0)} answers a second`);
  return Math.round(saturation);
}

interface Watched {
  readonly stack: SoakStack;
  readonly load: MinuteLoad;
  readonly disturbances: Disturbances;
  readonly samples: Sample[];
}

async function watch(
  { minutes }: SoakPlan,
  { stack, load, disturbances, samples }: Watched,
  keep: () => void,
): Promise<void> {
  const endSeconds = minutes * 60;
  const everyMs = Math.min(SAMPLE_EACH_MS, (endSeconds * 1000) / LEAST_SAMPLES);
  let kept = 0;
  for (let next = everyMs; load.elapsedSeconds() < endSeconds; next += everyMs) {
    await sleep(Math.max(0, Math.min(next, endSeconds * 1000) - load.elapsedSeconds() * 1000));
    const latest = disturbances.latest();
    if (latest === undefined) continue;
    const seconds = load.elapsedSeconds();
    const sample = await takeSample(stack, seconds, latest, disturbances.takeLoopDelay()).catch(
      () => undefined,
    );
    if (sample !== undefined) samples.push(sample);
    if (seconds * 1000 - kept >= KEEP_EACH_MS) {
      kept = seconds * 1000;
      keep();
    }
  }
}

type Counted = Omit<SoakResults, 'source' | 'startedAt' | 'complete' | 'settings' | 'machine'>;

function resultsOf(
  stack: SoakStack,
  { tally, elapsedSeconds }: MinuteLoad,
  disturbances: Disturbances,
  samples: readonly Sample[],
): Counted {
  const latest = disturbances.latest();
  const sum = (name: string): number => latest?.sum(name) ?? 0;
  const { edits, feedback, scrapes, listener } = disturbances;
  return {
    ...{ seconds: Math.round(elapsedSeconds()), ...tally, samples },
    disturbances: {
      ...{ edits, feedback, scrapes, events: listener.events },
      loads: sum('dragoman_registry_loads_total'),
      refusals: sum('dragoman_registry_refusals_total'),
      escalations: sum('dragoman_escalations_total'),
      verdicts: sum('dragoman_gate_verdicts_total'),
    },
    records: recordsOf(latest),
    logLines: Object.fromEntries(stack.logLines),
  };
}

/** When the load is over, each decision must become a record. */
async function finalCounts(stack: SoakStack): Promise<Pick<SoakResults, 'records'>> {
  const counts = async (): Promise<SoakResults['records']> => recordsOf(await scrape(stack.admin));
  await eventually('the records', async () => {
    const { decided, written, waiting } = await counts();
    return written + waiting >= decided;
  }).catch(() => undefined);
  return { records: await counts() };
}

function recordsOf(scraped: Scrape | undefined): SoakResults['records'] {
  return {
    decided: scraped?.sum('dragoman_decisions_total') ?? 0,
    written: scraped?.sum('dragoman_written_total', { queue: 'records' }) ?? 0,
    waiting: scraped?.sum('dragoman_queue_length', { queue: 'outcomes' }) ?? 0,
  };
}
