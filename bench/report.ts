import { type Aim, aimsOf } from './aims.js';
import type { Results } from './results.js';
import { figure, type Table } from './table.js';

/** The worst first. */
export function aimTable(results: Results, which: 'missed' | 'met'): Table {
  const rows = aimsOf(results)
    .filter(({ met }) => met === (which === 'met'))
    .map((aim) => [aim.what, limitText(aim), measuredText(aim), figure(aim.factor), aim.beside ?? '']);
  return { head: ['aim', 'limit', 'measured', 'times the limit', 'on this machine'], rows };
}

export function limitText({ bound, limit, unit }: Aim): string {
  return `at ${bound} ${figure(limit, Number.isInteger(limit) ? 0 : 2)} ${unit}`;
}

export function measuredText({ measured, unit }: Aim): string {
  return `${figure(measured, measured < 100 ? 2 : 0)} ${unit}`;
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

export function describeMachine({ machine, startedAt }: Results): string[] {
  const { cpu, cores, memoryGiB, loadBefore, loadAfter, node, envoy } = machine;
  return [
    `${startedAt.slice(0, 10)}; ${cpu}, ${cores} cores, ${figure(memoryGiB, 0)} GiB; Node ${node}, Envoy ${envoy}`,
    `Load average over one minute: ${figure(loadBefore)} before the run, ${figure(loadAfter)} after it`,
  ];
}
