/** What Envoy is told to do with a request. */
export type Mutation = Forward | Reply | Pass;

/** Send the request on, changed. */
export interface Forward {
  readonly kind: 'forward';
  /** Clusters to try in turn; the first is the decision, the rest are fallbacks. Never empty. */
  readonly clusters: readonly string[];
  /** Request headers to set besides the cluster, mode and content-length, which the ext_proc room derives. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The whole new body. */
  readonly body: Buffer;
  /** Dynamic metadata in the `dragoman` namespace; Envoy shows it to the client as headers and reports it in its access log. */
  readonly metadata: Readonly<Record<string, string>>;
}

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
