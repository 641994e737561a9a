/** Room for what tells that there are more lines. */
const TAIL = 24;

/** All lines that fit into so many characters, and how many do not. */
export function joinLines(lines: readonly string[], longest: number): string {
  const all = lines.join('\n');
  if (all.length <= longest) return all;
  const kept: string[] = [];
  let length = 0;
  for (const line of lines) {
    length += line.length + 1;
    if (length > longest - TAIL) break;
    kept.push(line);
  }
  const rest = `and ${lines.length - kept.length} more`;
  return kept.length > 0 ? [...kept, rest].join('\n') : `${all.slice(0, longest - 1)}…`;
}
