import { createHash } from 'node:crypto';
import type { DataFingerprint } from '../../bundle/bundle.js';
import type { OutcomeRow } from '../outcomes/read-outcomes.js';

/** A prompt, and the route that it belongs to. */
export interface RouteLesson {
  /** What serving reads of it: the focus of the request. */
  readonly text: string;
  /** `null` for a prompt that belongs to no route. */
  readonly route: string | null;
}

/** An answer of a cascade that the gate judged, and what somebody thought of it. */
export interface GateLesson {
  /** Decision or row that it comes from. */
  readonly id: string;
  readonly route: string;
  /** The gate's probability that the answer is good. */
  readonly score: number;
  readonly isGood: boolean;
}

/** All that a training learns from, besides the registry. */
export interface Lessons {
  readonly routes: readonly RouteLesson[];
  readonly outcomes: readonly OutcomeRow[];
  readonly gate: readonly GateLesson[];
  /** Lessons by where they come from, such as `file`, `feedback` or `gate`. */
  readonly sources: Readonly<Record<string, number>>;
  /** When the oldest and the newest recorded request was decided; `null` for a file's rows. */
  readonly from: number | null;
  readonly until: number | null;
  /** What was left out, a line each. */
  readonly notes: readonly string[];
}

export const NO_LESSONS: Lessons = {
  ...{ routes: [], outcomes: [], gate: [], sources: {}, from: null, until: null, notes: [] },
};

/** Tells two sets of lessons apart without their texts; the order in which they were read does not count. */
export function fingerprintLessons(lessons: Lessons): DataFingerprint {
  const rows = [
    ...lessons.routes.map(({ text, route }) => ['route', text, route]),
    ...lessons.outcomes.map(({ view, domain, models }) => [
      ...['outcome', view.lastUserText, domain ?? null],
      [...models].map(([model, { quality, outputTokens }]) => [model, quality, outputTokens ?? null]).sort(),
    ]),
    ...lessons.gate.map(({ id, route, score, isGood }) => ['gate', id, route, score, isGood]),
  ];
  const digests = rows.map((row) => createHash('sha256').update(JSON.stringify(row), 'utf8').digest('hex'));
  return {
    sources: Object.fromEntries(Object.entries(lessons.sources).sort(([a], [b]) => (a < b ? -1 : 1))),
    hash: createHash('sha256').update(digests.sort().join('\n')).digest('hex'),
    ...{ from: lessons.from, until: lessons.until },
  };
}

/** Both, one after the other. */
export function joinLessons(a: Lessons, b: Lessons): Lessons {
  const sources = { ...a.sources };
  for (const [source, count] of Object.entries(b.sources)) sources[source] = (sources[source] ?? 0) + count;
  const times = (key: 'from' | 'until'): number[] => [a[key], b[key]].filter((time) => time !== null);
  return {
    routes: [...a.routes, ...b.routes],
    outcomes: [...a.outcomes, ...b.outcomes],
    gate: [...a.gate, ...b.gate],
    sources,
    from: times('from').length === 0 ? null : Math.min(...times('from')),
    until: times('until').length === 0 ? null : Math.max(...times('until')),
    notes: [...a.notes, ...b.notes],
  };
}
