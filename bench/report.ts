import { aimsOf } from './aims.js';
import type { Results } from './results.js';
import { summarise } from './summary.js';
import { figure, sizeText, type Table } from './table.js';

/** Ratios, which hold on other machines too. */
export function ratioTable(results: Results): Table {
  const head = [
    'body',
    'target',
    'CPU x empty',
    'rate x Envoy',
    'added p50 ms',
    'decided so %',
    'at saturation %',
    'failed',
  ];
  const rows = summarise(results).map((row) => [
    sizeText(row.bytes),
    row.target,
    figure(row.cpuRatio),
    figure(row.throughputRatio),
    row.target === 'envoy' ? '-' : figure(row.addedMs),
    figure(row.pacedPercent, 1),
    figure(row.saturatedPercent, 1),
    String(row.failed),
  ]);
  return { head, rows };
}

/** Absolute figures, which hold for one machine. */
export function figureTable(results: Results): Table {
  const head = ['body', 'target', 'our CPU ms', 'Envoy CPU ms', 'p50 ms', 'p99 ms', 'requests/s'];
  const rows = summarise(results).map((row) => [
    sizeText(row.bytes),
    row.target,
    row.target === 'envoy' ? '-' : figure(row.serverCpuMs),
    figure(row.envoyCpuMs),
    figure(row.p50Ms),
    figure(row.p99Ms),
    figure(row.perSecond, 0),
  ]);
  return { head, rows };
}

export function aimTable(results: Results): Table {
  const head = ['aim', 'limit', 'measured', 'met'];
  const rows = aimsOf(results).map(({ what, limit, measured, unit, met }) => [
    what,
    `at most ${limit} ${unit}`,
    `${figure(measured, measured < 100 ? 2 : 0)} ${unit}`,
    met ? 'yes' : 'NO',
  ]);
  return { head, rows };
}

/** The heads and the encoder by themselves; `undefined` for results of earlier runs. */
export function headTable({ heads }: Results): Table | undefined {
  if (heads === undefined) return undefined;
  const { fastMs, encoder, longPrompt, scoringMs, fits } = heads;
  const ms = (value: number): string => figure(value, value < 100 ? 2 : 0);
  return {
    head: ['what', 'CPU ms', 'beside it'],
    rows: [
      ['fast head, 150 routes', ms(fastMs), ''],
      ...encoder.map((one) => [
        `encoder, ${one.tokens} tokens`,
        ms(one.ms),
        `bare model ${ms(one.bareMs)} ms (${figure(one.ratio)} times)`,
      ]),
      [`judgement of ${longPrompt.bytes / 1024} KB`, ms(longPrompt.ms), `${longPrompt.windows} windows`],
      ['scoring, 1,000 routes x 50 examples', ms(scoringMs), ''],
      ...fits.map((fit) => [
        `fit, ${fit.routes} routes x ${fit.examples} examples`,
        ms(fit.cpuMs),
        `wall ${ms(fit.wallMs)} ms`,
      ]),
    ],
  };
}

export function describeMachine({ machine, memory, readyMs, startedAt }: Results): string[] {
  const { cpu, cores, memoryGiB, loadBefore, loadAfter, node, envoy } = machine;
  const held = ({ residentMiB, peakMiB }: Results['memory']['rules']): string =>
    `${figure(residentMiB, 0)} MiB resident, ${figure(peakMiB, 0)} MiB at its peak`;
  return [
    `${startedAt.slice(0, 10)}; ${cpu}, ${cores} cores, ${figure(memoryGiB, 0)} GiB; Node ${node}, Envoy ${envoy}`,
    `Load average over one minute: ${figure(loadBefore)} before the run, ${figure(loadAfter)} after it`,
    `Memory after the load: ${held(memory.rules)} (rules); ${held(memory.encoder)} (encoder)`,
    `Starts to ready: ${[...readyMs].sort((a, b) => a - b).join(', ')} ms`,
  ];
}

export function describeSettings({ settings }: Results): string[] {
  const { warmUpSeconds, rounds, perSecond, pacedSeconds, connections, saturatedSeconds } = settings;
  return [
    `Before the first round: ${warmUpSeconds} s of load for each target at each size, so that the code is compiled.`,
    `${rounds} rounds; in each, every target is measured at every size, one after the other. Figures are medians over the rounds, and ratios are taken within a round.`,
    `Latency: ${perSecond} requests a second for ${pacedSeconds} s at planned times (open loop), each counted from its planned time.`,
    `Throughput and CPU: ${connections} connections for ${saturatedSeconds} s, each sending its next request at once (closed loop); CPU is what the kernel charged to the process and all its threads.`,
  ];
}
