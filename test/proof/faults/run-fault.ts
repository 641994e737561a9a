import { setTimeout as sleep } from 'node:timers/promises';
import type { JsonObject } from '../../../demo/stand-in/json.js';
import { createCleanUp, type CleanUp } from '../../support/clean-up.js';
import { eventually } from '../../support/eventually.js';
import { startStack, type Stack } from '../../support/stack.js';
import { startCheckedLoad, type CheckedLoad, type CheckedLoadOptions } from '../load/checked-load.js';
import { within } from '../load/count.js';
import { checkedRegistry, checkedRequests, DEFAULT_MODEL } from '../load/requests.js';
import type { Fault, RunningFault } from './fault.js';
import { figuresOf, QUIET_MS, tally, type FaultTimes } from './fault-figures.js';
import { isUsual, type FaultFigures, type FaultResult } from './fault-results.js';

export interface RunOptions {
  /** How long a fault lasts that does not say so itself. */
  readonly seconds: number;
  /** Requests a second, for a fault that does not say so itself. */
  readonly perSecond: number;
  /** How long the load runs before the fault and once it is over. Default: 3. */
  readonly calmSeconds?: number;
}

const CALM_SECONDS = 3;
/** Answers that take longer put the end of a fault off. */
const SLOW_MS = 1_000;
/** A fault that is not over by then, after its end, is not over at all. */
const LONGEST_RECOVERY_MS = 60_000;
/** Of the log's levels, an error's. */
const ERROR_LEVEL = 50;
/** Of a time such as `2026-11-22T19:00:00.123Z`, up to the second. */
const SECOND_CHARACTERS = 19;

/** Runs one fault on a stack of its own, under load. */
export async function runFault(fault: Fault, options: RunOptions): Promise<FaultResult> {
  const perSecond = fault.perSecond ?? options.perSecond;
  const head = { name: fault.name, what: fault.what, users: fault.users, perSecond };
  const leftOut = fault.requires?.();
  if (leftOut !== undefined) return { ...head, leftOut };
  const cleanUp = createCleanUp();
  try {
    const stack = await startStack({ registry: checkedRegistry(), ...(await fault.prepare?.(cleanUp)) });
    cleanUp.add(() => stack.stop());
    const load = {
      url: stack.url,
      perSecond,
      next: checkedRequests(fault.kinds),
      defaultModel: DEFAULT_MODEL,
    };
    await warmUp(load);
    return { ...head, figures: await measure(fault, stack, load, options, cleanUp) };
  } finally {
    await cleanUp.run();
  }
}

/** Until a second's worth of requests is answered as it should be: encoders load, heads are fitted, code is compiled. */
async function warmUp(options: CheckedLoadOptions): Promise<void> {
  await eventually('right answers to all requests', async () => {
    const load = startCheckedLoad(options);
    await sleep(1000);
    return (await load.stop()).every(isUsual);
  });
}

async function measure(
  fault: Fault,
  stack: Stack,
  settings: CheckedLoadOptions,
  { seconds, calmSeconds = CALM_SECONDS }: RunOptions,
  cleanUp: CleanUp,
): Promise<FaultFigures> {
  const logged = stack.logs().length;
  const load = startCheckedLoad(settings);
  cleanUp.add(async () => {
    await load.stop();
  });
  await sleep(calmSeconds * 1000);
  const begun = load.elapsed();
  const running = await fault.start(stack);
  cleanUp.add(() => running.cleanUp?.());
  await sleep((fault.seconds ?? seconds) * 1000);
  const ending = load.elapsed();
  await running.end();
  const ended = load.elapsed();
  await recovered(load, ended, settings.perSecond);
  await sleep(calmSeconds * 1000);
  const stopped = load.elapsed();
  const sent = await load.stop();
  const seen = await running.seen?.();
  const times: FaultTimes = { begun, ending, ended, stopped };
  return {
    ...figuresOf(sent, times, fault.allows ?? []),
    missing: await missingProcesses(stack, running),
    logLines: countLines(stack.logs().slice(logged)),
    ...(seen !== undefined && { seen }),
    errors: tally(
      stack
        .logs()
        .slice(logged)
        .filter(({ level }) => Number(level) >= ERROR_LEVEL)
        .map(({ msg }) => String(msg)),
    ),
  };
}

function countLines(lines: readonly JsonObject[]): FaultFigures['logLines'] {
  const bySecond = new Map<string, number>();
  const told = lines.filter(({ msg }) => msg !== 'decision');
  for (const { time } of told) {
    const second = String(time).slice(0, SECOND_CHARACTERS);
    bySecond.set(second, (bySecond.get(second) ?? 0) + 1);
  }
  return { all: told.length, mostInASecond: Math.max(0, ...bySecond.values()) };
}

/**
 * Resolves when all requests of two seconds are answered, and as without a fault; or after a minute. The two seconds are
 * some time ago, so that slow answers are there, too.
 */
async function recovered(load: CheckedLoad, ended: number, perSecond: number): Promise<void> {
  const planned = Math.floor((perSecond * QUIET_MS) / 1000) - 1;
  while (load.elapsed() < ended + LONGEST_RECOVERY_MS) {
    const to = load.elapsed() - SLOW_MS;
    const from = to - QUIET_MS;
    const answered = within(load.sent, { from, to });
    if (from >= ended && answered.length >= planned && answered.every(isUsual)) return;
    await sleep(50);
  }
}

async function missingProcesses(stack: Stack, running: RunningFault): Promise<readonly string[]> {
  const alive = async (child: { readonly ended: Promise<string> }): Promise<boolean> =>
    Promise.race([child.ended.then(() => false), sleep(10, true)]);
  const children = { Envoy: stack.envoy, Dragoman: stack.dragoman() } as const;
  const missing: string[] = [];
  for (const name of ['Envoy', 'Dragoman'] as const) {
    if (running.replaced?.includes(name) !== true && !(await alive(children[name]))) missing.push(name);
  }
  return missing;
}
