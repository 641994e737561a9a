/** `GET /healthz` and `GET /readyz`. */
export interface ProbeAnswer {
  readonly status: 'alive' | 'ready' | 'not ready';
}

/** `GET /counters`: numbers since the start by part; a part that is switched off is not there. */
export type Counters = Readonly<Record<string, unknown>>;

/** `GET /log-level` and `PUT /log-level`. */
export interface LogLevelView {
  readonly level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent';
}
