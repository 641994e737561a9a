/** What Envoy is told to do with a request. */
export type Mutation = Forward | Reply | Pass;

/** Send the request on, changed. */
export interface Forward {
  readonly kind: 'forward';
  /** How Envoy dispatches it. */
  readonly mode: ForwardMode;
  /** Clusters to try in turn; the first is the decision, the rest are fallbacks or higher tiers. Never empty, one for `cluster`. */
  readonly clusters: readonly string[];
  /** Request headers to set besides the cluster, mode and content-length, which the ext_proc room derives. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The whole new body. */
  readonly body: Buffer;
  /** Dynamic metadata in the `dragoman` namespace; Envoy shows it to the client as headers and reports it in its access log. */
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * `cluster`: to the one cluster. `chain`: to the clusters in turn, on errors only. `cascade`: to the clusters in turn, whole
 * answers are judged. `cascade-prefix`: likewise, and of streams the beginning is judged.
 */
export type ForwardMode = 'cluster' | 'chain' | 'cascade' | 'cascade-prefix';

/** Answer the client at once. */
export interface Reply {
  readonly kind: 'reply';
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
  /** `dragoman_<code>`: shown in Envoy's access log, and what its local-reply mapper leaves alone. */
  readonly details: string;
}

/** Let the request through untouched, to Envoy's default route. */
export interface Pass {
  readonly kind: 'pass';
}

export const PASS: Pass = { kind: 'pass' };
