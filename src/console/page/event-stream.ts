/**
 * Reads server-sent events out of text that comes in pieces: gives the data of each event that ended, lines joined.
 *
 * Source: https://html.spec.whatwg.org/multipage/server-sent-events.html; names, ids and retry times are not used here.
 */
export function eventReader(): (piece: string) => string[] {
  let rest = '';
  let data: string[] = [];
  return (piece) => {
    const lines = (rest + piece).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    const events: string[] = [];
    for (const line of lines) {
      if (line === '' && data.length > 0) {
        events.push(data.join('\n'));
        data = [];
      } else if (line.startsWith('data:')) data.push(line.slice(5).replace(/^ /, ''));
    }
    return events;
  };
}
