import type { CascadeFigures } from './cascade/cascade-figures.js';
import type { HeadFigures } from './heads/head-figures.js';
import type { ObservabilityFigures } from './observability/observability-figures.js';
import type { PathFigures } from './path/path-figures.js';
import type { RecordFigures } from './records/record-figures.js';
import type { ReplayFigures } from './replay/replay-figures.js';
import type { ScaleFigures } from './scale/scale-figures.js';
import type { OfSource } from './source.js';

/** The raw figures of one run, as they are kept in `bench/results`. */
export interface Results extends OfSource {
  /** ISO 8601. */
  readonly startedAt: string;
  readonly machine: Machine;
  readonly settings: Settings;
  /** The whole path; absent in files of earlier runs. */
  readonly path?: PathFigures;
  /** The heads and the encoder by themselves; absent in files of earlier runs. */
  readonly heads?: HeadFigures;
  /** A cascade beside a plain route; absent in files of earlier runs. */
  readonly cascade?: CascadeFigures;
  /** The embedded store; absent in files of earlier runs. */
  readonly records?: RecordFigures;
  /** Traffic routed again; absent in files of earlier runs. */
  readonly replay?: ReplayFigures;
  /** Everything watched beside nothing watched; absent in files of earlier runs. */
  readonly observability?: ObservabilityFigures;
  /** What grows with a registry and with replicas; absent in files of earlier runs. */
  readonly scale?: ScaleFigures;
}

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  /** Load average over one minute, before the bench began to load the machine and after it. */
  readonly loadBefore: number;
  readonly loadAfter: number;
  readonly node: string;
  readonly envoy: string;
}

/** Of all but the path, which has settings of its own. */
export interface Settings {
  /** Of load before the first round, for each target: code is compiled as it runs. */
  readonly warmUpSeconds: number;
  readonly rounds: number;
  /** Requests a second while latency is measured. */
  readonly perSecond: number;
  readonly pacedSeconds: number;
  /** Connections while throughput and CPU are measured. */
  readonly connections: number;
  readonly saturatedSeconds: number;
  /** Records that the embedded store is measured with. */
  readonly records: number;
  /** Whether the heads, and the gate by itself, were measured at small sizes only, as a smoke run does; default not. */
  readonly smallHeads?: boolean;
}

export interface Latency {
  readonly answered: number;
  readonly failed: number;
  readonly p50Us: number;
  readonly p90Us: number;
  readonly p99Us: number;
  /** How the requests were decided: `x-dragoman-reason` with counts. */
  readonly reasons: Readonly<Record<string, number>>;
}
