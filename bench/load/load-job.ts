/** What the load generator is told to send. */
export interface LoadJob {
  /** Full URL of the endpoint. */
  readonly url: string;
  /** Sent in turn, and from the first again when all were sent; at least one. */
  readonly requests: readonly LoadRequest[];
  readonly seconds: number;
  readonly pace: Pace;
}

/** A body, and headers besides its content type. */
export interface LoadRequest {
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Requests a second (whole) at planned times, or connections that each send the next request when the last is answered. */
export type Pace = { readonly perSecond: number } | { readonly connections: number };

export interface LoadResult {
  /** Microseconds of each request that was answered by 200; with planned times counted from the plan. */
  readonly latenciesUs: readonly number[];
  readonly failed: number;
  /** Answers by status; `0` stands for no answer. */
  readonly statuses: Readonly<Record<string, number>>;
  /** From the first request to the last answer. */
  readonly seconds: number;
  /** Values of `x-dragoman-reason`, with how often each came; `none` stands for an answer without one. */
  readonly reasons: Readonly<Record<string, number>>;
  /** The same of `x-dragoman-model`, for answers by 200. */
  readonly models: Readonly<Record<string, number>>;
  /** By how much the generator was behind its plan at most, in microseconds; it is part of the latencies. 0 without a plan. */
  readonly behindUs: number;
}

/** Sends one job at a time. */
export interface LoadClient {
  /** Of the generator. */
  readonly version: string;
  run(job: LoadJob): Promise<LoadResult>;
}
