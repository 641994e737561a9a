import type { ReplayRun } from '../../lab/replay/run-replay.js';

/** Where the traffic came from. */
export type TrafficKind = 'records' | 'rows';

/** What to do where there was nothing to route, for people; `undefined` where there was. */
export function formatEmptyReplay(
  { report, leftOut }: ReplayRun,
  inputs: string,
  kind: TrafficKind,
): string | undefined {
  if (report.routed > 0 || report.refused.length > 0) return undefined;
  const why = leftOut === 0 ? WITHOUT_ANY[kind] : LEFT_OUT[kind](leftOut);
  return `registry ${report.registry}, ${inputs}\nrouted 0: ${why}\n`;
}

const WITHOUT_ANY: Readonly<Record<TrafficKind, string>> = {
  records: 'the store has no record of that time, or none at all',
  rows: 'the file has no rows',
};

const LEFT_OUT: Readonly<Record<TrafficKind, (count: number) => string>> = {
  records: (count) =>
    `of ${count} records none has its text. Set spec.records.text of the RouterPolicy to redacted or full: what is recorded from then on can be replayed.`,
  rows: (count) =>
    `of ${count} rows none can be read. A row is one JSON object a line: {text}, {messages} or {body}.`,
};
