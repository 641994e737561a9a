import type { Estimate } from '../../lab/metrics/moments.js';
import type { DriftReport } from '../../lab/drift/find-drift.js';
import type { Confusion } from '../../lab/evaluate/confusion.js';
import type { TrafficReport } from '../../lab/report/traffic-report.js';

/** `GET /report`: as `dragoman report --json` prints. */
export type Report = TrafficReport;

/** `GET /drift`: as `dragoman drift --json` prints. */
export type Drift = DriftReport;

/** `GET /quality`: each route by day. */
export interface QualityOverTime {
  readonly since: string;
  readonly until: string;
  /** The days of the period in UTC, as `2026-11-22`, without gaps. */
  readonly days: readonly string[];
  readonly routes: readonly RouteOverTime[];
}

export interface RouteOverTime {
  /** `null` for requests that no route got. */
  readonly route: string | null;
  readonly records: number;
  /** One a day of {@link QualityOverTime.days}; `null` for a day without. */
  readonly byDay: readonly (RouteDay | null)[];
}

export interface RouteDay {
  readonly records: number;
  /** Shares of requests with a status below 400, of answers that passed the gate, of opinions that were content. */
  readonly succeeded: Estimate | null;
  readonly passed: Estimate | null;
  readonly liked: Estimate | null;
  /** US dollars a request. */
  readonly cost: Estimate | null;
  /** Share of cascades that left a tier, mean margin. */
  readonly escalated: Estimate | null;
  readonly margin: Estimate | null;
}

/** `GET /map`: examples and recent traffic on the plane of the encoder's space on which routes lie apart (`lab/plane`). */
export interface RoutesMap {
  /** Share of the variance that the plane shows, in [0, 1]. */
  readonly explained: number;
  readonly routes: readonly MapRoute[];
  readonly points: readonly MapPoint[];
  readonly clusters: readonly MapCluster[];
  /** Why something is missing, such as traffic without text; `null` when nothing is. */
  readonly note: string | null;
}

export interface MapRoute {
  readonly name: string;
  readonly examples: number;
  /** The mean of its examples. */
  readonly x: number;
  readonly y: number;
}

export interface MapPoint {
  readonly x: number;
  readonly y: number;
  readonly kind: 'example' | 'traffic';
  readonly route: string | null;
  /** At most 120 characters; `null` where none is kept. */
  readonly text: string | null;
  /** Of traffic: the decision. */
  readonly decision: string | null;
}

/** A kind of requests that no route covers. */
export interface MapCluster {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly requests: number;
  readonly words: readonly string[];
  readonly examples: readonly string[];
  /** A Route to paste, in YAML. */
  readonly document: string;
}

/** `GET /confusion`: where requests of a route go. */
export interface ConfusionView {
  /** `examples`: each example judged by heads that did not see it; `labels`: decisions held against the routes that people named. */
  readonly of: 'examples' | 'labels';
  /** Examples or labels that were looked at, and that there are; fewer than all are an even draw. */
  readonly rows: number;
  readonly total: number;
  readonly accuracy: Estimate | null;
  readonly confusion: Confusion;
}
