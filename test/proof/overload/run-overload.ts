import { describeThisMachine, loadAverage } from '../../../bench/machine.js';
import { vegetaBinary } from '../../../bench/load/vegeta.js';
import { ofSourceNow } from '../../../bench/source.js';
import { envoyBinary } from '../../../demo/envoy-binary.js';
import type { Sent } from '../load/checked-request.js';
import { attack, type Pace, versionOf } from './attack.js';
import { backAfter, figuresOf, windowsOf } from './figures.js';
import type { OverloadOptions } from './options.js';
import { overloadRequest } from './overload-requests.js';
import type { OverloadResults, Phase, PhaseName, Run } from './overload-results.js';
import { type OverloadStack, startOverloadStack } from './overload-stack.js';
import { type StackWatch, watchStack } from './watch-stack.js';

const CLIENTS = 32;
const WARM_UP_S = 6;
const SATURATION_S = 10;
const CALM_S = 10;
const RECOVERY_S = 30;

/** More than any machine that this runs on takes; only so many requests are prepared for a closed loop. */
const MOST_PER_SECOND = 4_000;

export interface OverloadRun extends Pick<OverloadOptions, 'seconds' | 'rate' | 'only'> {
  readonly say: (line: string) => void;
}

export async function runOverload({ seconds, rate, only, say }: OverloadRun): Promise<OverloadResults> {
  const loadBefore = loadAverage();
  const source = ofSourceNow();
  const startedAt = new Date().toISOString();
  const vegeta = await vegetaBinary();
  const saturation = rate ?? (await findSaturation(vegeta, say));
  const runs: Run[] = [];
  for (const sheds of [true, false]) {
    if (only === undefined || (only === 'on') === sheds) {
      runs.push(
        await withStack(sheds, (stack) => oneRun({ vegeta, stack, sheds, saturation, seconds, say })),
      );
    }
  }
  const machine = { ...describeThisMachine(await envoyBinary()), loadBefore, loadAfter: loadAverage() };
  return { ...source, startedAt, machine, vegeta: await versionOf(vegeta), saturation, runs };
}

async function withStack<Result>(
  sheds: boolean,
  use: (stack: OverloadStack) => Promise<Result>,
): Promise<Result> {
  const stack = await startOverloadStack(sheds);
  try {
    return await use(stack);
  } finally {
    await stack.stop();
  }
}

/** With shedding off, for else a process would shed to take more. */
function findSaturation(vegeta: string, say: OverloadRun['say']): Promise<number> {
  return withStack(false, async (stack) => {
    const send = createSender(vegeta, stack);
    const pace = { clients: CLIENTS };
    await send(pace, WARM_UP_S);
    const sent = await send(pace, SATURATION_S);
    const perSecond = Math.max(1, Math.round(sent.length / SATURATION_S));
    say(`saturation: ${perSecond} requests a second`);
    return perSecond;
  });
}

interface RunParts {
  readonly vegeta: string;
  readonly stack: OverloadStack;
  readonly sheds: boolean;
  readonly saturation: number;
  readonly seconds: number;
  readonly say: OverloadRun['say'];
}

async function oneRun({ vegeta, stack, sheds, saturation, seconds, say }: RunParts): Promise<Run> {
  const send = createSender(vegeta, stack);
  await send({ clients: CLIENTS }, WARM_UP_S);
  const watch = watchStack(stack);
  const half = Math.max(1, Math.round(saturation / 2));
  const load = async (name: PhaseName, perSecond: number, lasts: number): Promise<Loaded> => {
    const loaded = await onePhase(watch, send, { name, perSecond, seconds: lasts });
    const { sent, fates, p50, p99 } = loaded.phase;
    say(
      `${sheds ? '' : 'no shedding, '}${name}: ${sent} sent, ${JSON.stringify(fates)}, p50 ${p50} ms, p99 ${p99} ms`,
    );
    return loaded;
  };
  try {
    const calm = await load('calm', half, CALM_S);
    const saturated = await load('saturation', saturation, Math.min(seconds, CALM_S));
    const overload = await load('overload', 2 * saturation, seconds);
    const recovery = await load('recovery', half, RECOVERY_S);
    const all = [calm, saturated, overload, recovery];
    return {
      ...{ sheds, phases: all.map(({ phase }) => phase), samples: watch.samples, shed: watch.shed },
      levelBackAfter: levelBackAfter(watch, overload.phase),
      latencyBackAfter: backAfter(recovery.sent, RECOVERY_S, 2 * calm.phase.p50),
      faults: all.flatMap(({ sent }) => faultsOf(sent)).slice(0, 10),
    };
  } finally {
    watch.stop();
  }
}

interface Loaded {
  readonly phase: Phase;
  readonly sent: readonly Sent[];
}

async function onePhase(
  watch: StackWatch,
  send: Send,
  { name, perSecond, seconds }: Pick<Phase, 'name' | 'perSecond' | 'seconds'>,
): Promise<Loaded> {
  const cores = watch.meter();
  const { sent, from } = await send.timed({ perSecond }, seconds, watch.seconds);
  const used = cores();
  const windows = windowsOf(sent, seconds, from, watch.samples);
  return { sent, phase: { name, perSecond, from, seconds, cores: used, windows, ...figuresOf(sent) } };
}

/** From when the last request of the overload was due. */
function levelBackAfter({ samples }: StackWatch, { from, seconds }: Phase): number | null {
  const end = from + seconds;
  const back = samples.find(({ seconds: at, level }) => at >= end && level === 0);
  return back === undefined ? null : Math.round((back.seconds - end) * 10) / 10;
}

function faultsOf(sent: readonly Sent[]): string[] {
  const faults = sent.filter(({ fate }) => fate === 'wrong' || fate === 'lost');
  return faults.map(({ at, kind = '', fate, reason, detail = '' }) => {
    return `${fate} at ${(at / 1000).toFixed(1)} s (${kind}): ${reason} ${detail}`.trim();
  });
}

interface Send {
  (pace: Pace, seconds: number): Promise<readonly Sent[]>;
  /** Tells besides at which second, by `clock`, the first request was due. */
  timed(
    pace: Pace,
    seconds: number,
    clock: () => number,
  ): Promise<{ readonly sent: readonly Sent[]; readonly from: number }>;
}

/** No request of one load is one of another. */
function createSender(vegeta: string, { url, work }: OverloadStack): Send {
  let first = 0;
  const run = async (pace: Pace, seconds: number, onStart?: () => void): Promise<readonly Sent[]> => {
    const perSecond = 'perSecond' in pace ? pace.perSecond : MOST_PER_SECOND;
    const prepared = perSecond * seconds;
    const job = { url, pace, seconds, request: overloadRequest, first, prepared };
    first += prepared;
    return attack(vegeta, work, job, onStart);
  };
  const send = (pace: Pace, seconds: number): Promise<readonly Sent[]> => run(pace, seconds);
  return Object.assign(send, {
    timed: async (pace: Pace, seconds: number, clock: () => number) => {
      let from = 0;
      const sent = await run(pace, seconds, () => {
        from = clock();
      });
      return { sent, from };
    },
  });
}
