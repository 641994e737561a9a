/** Longest event, in UTF-16 units; what follows in a longer one is dropped. */
const MAX_EVENT_CHARS = 8 * 1024 * 1024;

/**
 * Cuts a stream of server-sent events into the data of its events. Bytes may come in pieces of any size; lines may end
 * in CR, LF or both. Only `data` counts: what the endpoints write into `event` stands in the data as well.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export class SseReader {
  /** Drops a byte order mark at the start. */
  readonly #decoder = new TextDecoder();
  /** The line that has no end yet. */
  #line: string[] = [];
  #data: string[] = [];
  #chars = 0;
  #afterReturn = false;

  /** UTF-16 units of the event that has no end yet. */
  get pending(): number {
    return this.#chars;
  }

  /** The data of the events that these bytes complete, in order. */
  push(chunk: Buffer): readonly string[] {
    return this.#read(this.#decoder.decode(chunk, { stream: true }));
  }

  /** As {@link push}, without more bytes; an event that has no end is given as well: it may be whole. */
  end(): readonly string[] {
    const events = [...this.#read(this.#decoder.decode())];
    this.#endLine(events);
    this.#endEvent(events);
    return events;
  }

  #read(text: string): readonly string[] {
    const events: string[] = [];
    if (text === '') return events;
    let from = this.#afterReturn && text.startsWith('\n') ? 1 : 0;
    this.#afterReturn = text.endsWith('\r');
    const lineEnd = /\r\n|\r|\n/g;
    lineEnd.lastIndex = from;
    for (let end = lineEnd.exec(text); end !== null; end = lineEnd.exec(text)) {
      this.#add(text.slice(from, end.index));
      from = lineEnd.lastIndex;
      this.#endLine(events);
    }
    this.#add(text.slice(from));
    return events;
  }

  #add(part: string): void {
    const room = MAX_EVENT_CHARS - this.#chars;
    if (part === '' || room <= 0) return;
    this.#chars += part.length;
    this.#line.push(part.length > room ? part.slice(0, room) : part);
  }

  #endLine(events: string[]): void {
    const line = this.#line.join('');
    this.#line = [];
    if (line === '') this.#endEvent(events);
    else if (line.startsWith('data:')) this.#data.push(line.slice(line.startsWith('data: ') ? 6 : 5));
    // A field without a colon has an empty value.
    else if (line === 'data') this.#data.push('');
  }

  #endEvent(events: string[]): void {
    if (this.#data.length > 0) events.push(this.#data.join('\n'));
    this.#data = [];
    this.#chars = 0;
  }
}
