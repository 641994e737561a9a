/** What the pool tells a worker thread. `text`: at most what `cutText` leaves. `close`: finish what runs, free the session, let the thread end. */
export type ToWorker =
  { readonly kind: 'embed'; readonly id: number; readonly text: string } | { readonly kind: 'close' };

/**
 * What a worker thread tells the pool: `ready` once after its session is loaded, then one answer for each text. A
 * thread that cannot load its session throws, which the pool sees as its `error` event.
 */
export type FromWorker =
  | { readonly kind: 'ready'; readonly milliseconds: number }
  | {
      readonly kind: 'embedded';
      readonly id: number;
      readonly vector: Float32Array;
      readonly microseconds: number;
    }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string };
