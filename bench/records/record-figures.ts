/** The embedded store by itself: one process writes, then reads. Times are wall time, in milliseconds. */
export interface RecordFigures {
  readonly records: number;
  /** Records a second while all were written, and in the slowest of the parts of {@link PART}. */
  readonly perSecond: number;
  readonly slowestPerSecond: number;
  /** CPU of a record that is written, in microseconds, the thread of the file included. */
  readonly cpuUs: number;
  /** Size of the file over its records. */
  readonly bytesEach: number;
  /** A summary of all records by route and day, and its CPU. */
  readonly summaryMs: number;
  readonly summaryCpuMs: number;
  /** Medians: the newest 50 records, the 50 after them, and one by its id. */
  readonly pageMs: number;
  readonly nextPageMs: number;
  readonly findMs: number;
  /** `dragoman report` over all records as a process of its own, from its start to its exit; absent in earlier results. */
  readonly reportMs?: number;
  /** The same with one more table, by tenant. */
  readonly reportByTenantMs?: number;
}

/** Records that are counted together when the slowest part is looked for. */
export const PART = 10_000;
