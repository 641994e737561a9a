/** Why a text got no embedding; the request goes on without it. `busy`: it was turned away at once, for want of time or room. */
export type EncoderFailure = 'late' | 'busy' | 'down';

export type Embedding =
  | { readonly ok: true; readonly vector: Float32Array; readonly microseconds: number }
  | { readonly ok: false; readonly failure: EncoderFailure };

/** Turns text into a unit vector. */
export interface Encoder {
  /** Length of the vectors, 384 for all-MiniLM-L6-v2. */
  readonly dimensions: number;
  /** SHA-256 of the model file, hexadecimal. */
  readonly checksum: string;
  /** Texts that it embeds at once, 1 or more. */
  readonly threads: number;
  /**
   * Never rejects.
   * @param text any length; long texts are cut to the head and tail that `WINDOW_TOKENS` keeps
   * @param deadlineMs longest wait in milliseconds, queue included
   */
  embed(text: string, deadlineMs: number): Promise<Embedding>;
  /** Lets running work end, frees the sessions and stops the threads; later calls of `embed` answer `down`. */
  close(): Promise<void>;
}
