/** One event of a stream; https://html.spec.whatwg.org/multipage/server-sent-events.html */
export interface ServerSentEvent {
  /** Absent where an endpoint's events have no names. */
  readonly name?: string;
  /** What is sent as JSON; a string is sent as it is. */
  readonly data: object | string;
}

/** JSON text holds no line breaks, so each event's data is one line. */
export function writeEvents(events: readonly ServerSentEvent[]): string {
  const lines = events.map(({ name, data }) => {
    const text = typeof data === 'string' ? data : JSON.stringify(data);
    return `${name === undefined ? '' : `event: ${name}\n`}data: ${text}\n\n`;
  });
  return lines.join('');
}
