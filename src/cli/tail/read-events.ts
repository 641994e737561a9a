import { SseReader } from '../../gate/reading/sse-reader.js';

/** Longest event that is waited for, in characters. */
const MOST_CHARACTERS = 1_048_576;

/**
 * The data of server-sent events; their names and numbers are not looked at. One that the end cuts off is dropped.
 *
 * @param onSign called for all that comes, also for comments that only say that the other side is there
 * @throws Error for an event that is too long; whatever the stream throws
 */
export async function* readEvents(
  body: ReadableStream<Uint8Array>,
  onSign: () => void,
): AsyncGenerator<string> {
  const reader = new SseReader();
  for await (const chunk of body) {
    onSign();
    yield* reader.push(Buffer.from(chunk));
    if (reader.pending > MOST_CHARACTERS) throw new Error('an event is longer than 1 MiB');
  }
}
