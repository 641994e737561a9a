import type { StoredRecord } from '../../record/stored-record.js';

/**
 * What may drift. `margin` and `confidence`: as the router gave them. `out_of_scope`: requests that resemble no route.
 * `escalation`: cascades that left a tier. `reask`: the client asked again, regenerated or switched the model. `disliked`: a
 * person was not content. `distance`: how far requests are from their route's examples, 1 - cosine.
 */
export type DriftMetric =
  'margin' | 'confidence' | 'out_of_scope' | 'escalation' | 'reask' | 'disliked' | 'distance';

interface MetricTraits {
  /** A rate is a mean of zeroes and ones. */
  readonly isRate: boolean;
  /** The direction that is bad. */
  readonly bad: 'up' | 'down';
  /** What to do when it goes there. */
  readonly advice: string;
}

export const METRIC_TRAITS: Readonly<Record<DriftMetric, MetricTraits>> = {
  margin: {
    isRate: false,
    bad: 'down',
    advice: 'requests lie nearer to a border between routes: add examples from recent traffic, then run lint',
  },
  confidence: {
    isRate: false,
    bad: 'down',
    advice: 'the router is less sure: add examples from recent traffic and fit the heads again (train)',
  },
  out_of_scope: {
    isRate: true,
    bad: 'up',
    advice: 'new kinds of requests come in: see the clusters below, and add a route or examples',
  },
  escalation: {
    isRate: true,
    bad: 'up',
    advice: 'the first tier fails more often: check that model, or start the cascade higher',
  },
  reask: {
    isRate: true,
    bad: 'up',
    advice: 'users ask again more often: audit the answers, or raise the model',
  },
  disliked: {
    isRate: true,
    bad: 'up',
    advice: 'users are less content: audit the answers, or raise the model',
  },
  distance: {
    isRate: false,
    bad: 'up',
    advice: 'requests have moved away from the examples: add examples from recent traffic',
  },
};

/** What a client or a person did about an answer. */
export interface Discontent {
  readonly reask: boolean;
  readonly disliked: boolean;
}

export interface Observation {
  readonly metric: DriftMetric;
  readonly value: number;
}

/** What one record says of each metric; a metric that it says nothing of is left out. */
export function observationsOf(record: StoredRecord, { reask, disliked }: Discontent): Observation[] {
  const seen: Observation[] = [
    { metric: 'reask', value: Number(reask) },
    { metric: 'disliked', value: Number(disliked) },
  ];
  if (record.cascade !== null && record.attempts.length > 0) {
    const escalated = record.attempts.some((attempt) => attempt.escalated);
    seen.push({ metric: 'escalation', value: Number(escalated) });
  }
  if (!wasCompared(record)) return seen;
  if (record.margin !== null) seen.push({ metric: 'margin', value: record.margin });
  if (record.confidence !== null) seen.push({ metric: 'confidence', value: record.confidence });
  // A trial writes its own reason over what was found.
  if (record.arm === 'routed') {
    seen.push({ metric: 'out_of_scope', value: Number(record.reason === 'out_of_scope') });
  }
  return seen;
}

/** Whether the request was compared with the routes, and belongs to none that anybody is sure of, whoever then answered it. */
export function isUncovered(record: StoredRecord): boolean {
  return record.route === null && wasCompared(record);
}

/** Whether the request was compared with the routes' examples; a pin or a rule has a margin of 1 that says nothing. */
function wasCompared({ layer, candidates }: StoredRecord): boolean {
  return layer !== 'pin' && layer !== 'rules' && candidates.length > 0;
}

/** The route that a record speaks for: the one that decided, else the one that it resembles most. */
export function routeOf({ route, candidates }: StoredRecord): string | null {
  return route ?? candidates[0]?.route ?? null;
}
