/** What grows with the size of a registry and with the number of replicas. */
export interface ScaleFigures {
  /** ISO 8601. */
  readonly startedAt: string;
  readonly loads: readonly LoadFigure[];
  readonly files: FileFigures;
  readonly entries: EntryFigures;
  readonly shared: SharedFigures;
}

/** One registry made ready to serve in a process of its own, embeddings given. */
export interface LoadFigure {
  readonly routes: number;
  /** Of each route. */
  readonly examples: number;
  /** Documents, in bytes. */
  readonly registryBytes: number;
  /** Memory that it takes once it is ready. */
  readonly keptBytes: number;
  /** The most that was resident while it was loaded, the program and the embeddings that were given included. */
  readonly peakMiB: number;
  readonly wallMs: number;
  readonly cpuMs: number;
}

/** Bytes of what Dragoman writes for Envoy, added by one of each. */
export interface FileFigures {
  readonly perModel: number;
  readonly perRoute: number;
  /** A model that is a tier of some cascade, besides. */
  readonly perTier: number;
}

/** Bytes of memory of one of each. */
export interface EntryFigures {
  readonly cachedDecision: number;
  readonly conversation: number;
}

/** One finding that replicas share. */
export interface SharedFigures {
  /** Key and value. */
  readonly bytes: number;
  /** To seal and write it, and to read and check it, in microseconds of CPU. */
  readonly writeUs: number;
  readonly readUs: number;
}
