/** Longest event that is waited for, in characters. */
const MOST_CHARACTERS = 1_048_576;

/**
 * The data of server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html); their names and numbers
 * are not looked at.
 *
 * @param onSign called for all that comes, also for comments that only say that the other side is there
 * @throws Error for an event that is too long; whatever the stream throws
 */
export async function* readEvents(
  body: ReadableStream<Uint8Array>,
  onSign: () => void,
): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let [rest, data] = ['', ''];
  for await (const chunk of body) {
    onSign();
    rest += decoder.decode(chunk, { stream: true });
    const lines = rest.split(/\r\n|\n/);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line.startsWith('data:')) data += `${data === '' ? '' : '\n'}${line.slice(5).replace(/^ /, '')}`;
      if (line === '' && data !== '') {
        yield data;
        data = '';
      }
    }
    if (rest.length + data.length > MOST_CHARACTERS) throw new Error('an event is longer than 1 MiB');
  }
}
