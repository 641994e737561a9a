/**
 * The data of the events of a whole stream, as the specification says it, line by line.
 *
 * @param keepsLast whether an event that the stream's end cuts off counts, which the specification drops
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export function eventData(bytes: Buffer, keepsLast: boolean): readonly string[] {
  // A decoder that drops one byte order mark at the start, as the specification's does.
  const lines = new TextDecoder('utf-8').decode(bytes).split(/\r\n|\r|\n/);
  const events: string[] = [];
  let data: string[] = [];
  const dispatch = (): void => {
    if (data.length > 0) events.push(data.join('\n'));
    data = [];
  };
  for (const [index, line] of lines.entries()) {
    const isCutOff = index === lines.length - 1;
    if (line === '') {
      if (!isCutOff) dispatch();
      continue;
    }
    if (isCutOff && !keepsLast) break;
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    if (field === 'data') data.push(colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, ''));
  }
  if (keepsLast) dispatch();
  return events;
}
