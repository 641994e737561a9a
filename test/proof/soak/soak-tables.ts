import { figure, type Table } from '../../../bench/table.js';
import { FATES } from '../load/checked-request.js';
import type { Sample, SoakResults } from './soak-results.js';
import { goalsOf, slopeText, trendsOf } from './trends.js';

/** Missed goals come first. */
export function goalTable(results: SoakResults): Table {
  const goals = [...goalsOf(results)].sort((a, b) => Number(a.met) - Number(b.met));
  const rows = goals.map(({ what, limit, measured, met }) => [what, limit, measured, met ? 'yes' : 'NO']);
  return { head: ['goal', 'limit', 'measured', 'met'], rows };
}

/** What was watched: at the start, in the middle, at the end, at its worst, and its slope over the second half. */
export function figureTable(results: SoakResults): Table {
  const { samples } = results;
  const trends = trendsOf(results);
  const row = (
    what: string,
    value: (sample: Sample) => number,
    slope = '',
    digits = 0,
  ): readonly string[] => {
    const at = (share: number): string => {
      const sample = samples[Math.round(share * (samples.length - 1))];
      return sample === undefined ? '-' : figure(value(sample), digits);
    };
    return [what, at(0), at(0.5), at(1), figure(Math.max(...samples.map(value)), digits), slope];
  };
  return {
    head: ['', 'first', 'middle', 'last', 'worst', 'per hour, second half'],
    rows: [
      row('Dragoman, resident MiB', ({ dragomanMiB }) => dragomanMiB, slopeText(trends.dragomanMiB)),
      row('Dragoman, JavaScript heap MiB', ({ heapMiB }) => heapMiB, slopeText(trends.heapMiB)),
      row('Envoy, resident MiB', ({ envoyMiB }) => envoyMiB, slopeText(trends.envoyMiB)),
      row('Dragoman, descriptors', ({ dragomanFds }) => dragomanFds, slopeText(trends.dragomanFds)),
      row('Envoy, descriptors', ({ envoyFds }) => envoyFds, slopeText(trends.envoyFds)),
      row('Dragoman, threads', ({ dragomanThreads }) => dragomanThreads),
      row('event loop, p99 ms in ten seconds', ({ loopP99Ms }) => loopP99Ms, '', 1),
      row('event loop, longest ms in ten seconds', ({ loopMaxMs }) => loopMaxMs, '', 1),
      row('requests under way', ({ openRequests }) => openRequests),
      row('records that wait', ({ waiting }) => waiting),
      row('store, MiB', ({ storeMiB }) => storeMiB, '', 1),
    ],
  };
}

/** Latency by five minutes. */
export function windowTable({ windows }: SoakResults): Table {
  const rows = windows.map(({ fromSeconds, sent, p50Ms, p99Ms, worstMs }) => [
    String(Math.round(fromSeconds / 60)),
    String(sent),
    ...[p50Ms, p99Ms, worstMs].map((ms) => figure(ms, 0)),
  ]);
  return { head: ['from minute', 'sent', 'p50 ms', 'p99 ms', 'worst ms'], rows };
}

/** What became of the requests, and why. */
export function fateTable({ fates }: SoakResults): Table {
  const all = Object.values(fates).reduce((sum, count) => sum + count, 0);
  const rows = FATES.map((fate) => [fate, String(fates[fate]), figure((100 * fates[fate]) / all, 2)]);
  return { head: ['what became of it', 'requests', '%'], rows: [...rows, ['sent', String(all), '100.00']] };
}

export function reasonTable({ reasons }: SoakResults): Table {
  const rows = Object.entries(reasons).sort(([, a], [, b]) => b - a);
  return {
    head: ['reason', 'requests'],
    rows: rows.map(([reason, count]) => [`\`${reason}\``, String(count)]),
  };
}
