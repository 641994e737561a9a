/** What differs from run to run and from machine to machine, in the order in which it is replaced. */
const VARYING: readonly RegExp[] = [
  /\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z?)?/g,
  /\b\d\d:\d\d:\d\d\b/g,
  /\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/g,
  /(?<![\w.])(?=[a-f]*\d)[0-9a-f]{7,}\b(?!\.\d)/g,
  /(?<![\w./])\/[\w.@-]+(?:\/[\w.@-]+)*/g,
  /[-+]?\d+(?:[.,]\d+)*(?:e[-+]?\d+)?/g,
];

/**
 * Holds what a page shows of a command's output against what was printed. Numbers, ids, times and paths may differ, so may
 * blank lines and the width of columns; a line of `...` stands for any lines.
 *
 * @returns undefined when they agree, else the first line of the page that was not printed in its place
 */
export function missingLine(shown: string, printed: string): string | undefined {
  const lines = linesOf(printed);
  const parts = partsOf(linesOf(shown));
  let from = 0;
  for (const [at, part] of parts.entries()) {
    const isFirst = at === 0;
    const isLast = at === parts.length - 1;
    const last = lines.length - part.length;
    const found =
      isLast && !isFirst ? Math.max(last, from) : placeOf(part, lines, from, isFirst ? from : last);
    const wrong = part.findIndex((line, index) => line !== lines[found + index]);
    if (wrong !== -1) return part[wrong];
    from = found + part.length;
    if (isLast && isFirst && from < lines.length) return `(nothing after it, but: ${lines[from] ?? ''})`;
  }
  return undefined;
}

/** The first place from `from` to `to` where the part stands whole, else the one where most of its beginning does. */
function placeOf(part: readonly string[], lines: readonly string[], from: number, to: number): number {
  let best = from;
  let most = -1;
  for (let place = from; place <= to; place++) {
    const wrong = part.findIndex((line, index) => line !== lines[place + index]);
    if (wrong === -1) return place;
    if (wrong > most) [best, most] = [place, wrong];
  }
  return best;
}

/** The lines between those of `...`; a page that begins or ends with such a line has an empty part there. */
function partsOf(lines: readonly string[]): readonly (readonly string[])[] {
  const parts: string[][] = [[]];
  for (const line of lines) {
    if (line === '...') parts.push([]);
    else parts.at(-1)?.push(line);
  }
  return parts;
}

function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => (line.trim() === '...' ? '...' : settled(line)))
    .filter((line) => line !== '');
}

function settled(line: string): string {
  const replaced = VARYING.reduce((text, varying) => text.replaceAll(varying, '…'), line);
  return replaced.replaceAll(/…+/g, '…').replaceAll(/\s+/g, ' ').trim();
}
