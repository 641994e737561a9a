/** A server beside the replicas that keeps short texts for a while, such as Redis. It may be away at any time. */
export interface TextCache {
  /** Whether it is connected; while it is not, nobody asks. */
  readonly isReady: boolean;
  /** Resolves when the server answers, however late; rejects for an error of the server and a lost connection. */
  get(key: string): Promise<string | undefined>;
  /** Keeps what is there already: who wrote first is right. Resolves and rejects as {@link TextCache.get}. */
  add(key: string, text: string, ttlMs: number): Promise<void>;
}
