/** A member of a top-level object: its key as the laxest parser reads it, and its text with the blanks around it. */
interface Member {
  readonly key: string;
  readonly text: string;
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[[\]{},]|[^"[\]{},]+/gs;

/**
 * The text that a rewritten body must be, made the slow and plain way: cut into tokens by a pattern, the members that stay
 * joined again.
 *
 * @param json a valid JSON object
 * @param head what is written in front of the members that stay, without a brace
 */
export function editBody(json: string, without: readonly string[], head: string): string {
  const { members, tail } = membersOf(json);
  const kept = members.filter(({ key }) => !without.includes(key)).map(({ text }) => text);
  return `{${[head, ...kept].join(',')}}${tail}`;
}

/** Keys of the top-level object as the laxest parser reads them. */
export function foldedKeys(json: string): readonly string[] {
  return membersOf(json).members.map(({ key }) => key);
}

function membersOf(json: string): { readonly members: readonly Member[]; readonly tail: string } {
  const texts: string[] = [];
  let [current, depth, tail] = ['', 0, ''];
  for (const [token] of json.matchAll(TOKEN)) {
    if (depth === 0 && token !== '{') {
      tail += texts.length > 0 ? token : '';
      continue;
    }
    const isOpening = token === '{' || token === '[';
    const isClosing = token === '}' || token === ']';
    if (isClosing) depth -= 1;
    if ((depth === 1 && token === ',') || depth === 0) {
      texts.push(current);
      current = '';
    } else if (depth > 0) current += token;
    if (isOpening) depth += 1;
    if (depth === 1 && isOpening) current = '';
  }
  const members = texts.filter((text) => text.trim() !== '').map((text) => ({ key: keyOf(text), text }));
  return { members, tail };
}

/** Go's encoding/json folds letters, among them the long s and the Kelvin sign. */
function keyOf(member: string): string {
  const raw = /^\s*("(?:[^"\\]|\\.)*")/s.exec(member)?.[1] ?? '""';
  return (JSON.parse(raw) as string).replaceAll('ſ', 's').replaceAll('\u212a', 'k').toLowerCase();
}
