/**
 * What the process that works out evidence is told when it starts, as JSON. The store's URL, which may hold a password, is in
 * its environment.
 */
export interface EvidenceSettings {
  /** Folder or file of the registry. */
  readonly directory: string;
  /** Folder of the encoder; `null` for none. */
  readonly encoderDirectory: string | null;
  /** Folder with embeddings of examples, which are read and never written; `null` for none. */
  readonly cacheDirectory: string | null;
}

/** Variable of the environment with the URL of the store. */
export const RECORDS_VARIABLE = 'DRAGOMAN_RECORDS';
