import type { SeededRandom } from './seeded-random.js';

const CHARACTERS = ['a', 'Z', '0', ' ', 'é', '中', '😀', '\u202e', '{', '}', '[', ']', ',', ':'] as const;
const ESCAPES = ['\\"', '\\\\', '\\/', '\\n', '\\u0041', '\\ud83d\\ude00', '\\"model\\":'] as const;
const SCALARS = ['0', '-1.5e+3', '12345678901234567890', 'true', 'false', 'null', '1.0'] as const;

/** Blanks that JSON allows between tokens, often none. */
export function blanks(random: SeededRandom): string {
  let text = '';
  while (random.once(3)) text += random.pick([' ', '\n', '\t', '\r\n']);
  return text;
}

/** A JSON string with its quotes, now and then longer than what the scanner steps over one by one. */
export function randomString(random: SeededRandom): string {
  const length = random.once(20) ? random.below(600) : random.below(8);
  let text = '';
  for (let index = 0; index < length; index++) {
    text += random.once(5) ? random.pick(ESCAPES) : random.pick(CHARACTERS);
  }
  return `"${text}"`;
}

/** The text of a JSON value with random blanks, nested up to `depth` levels. */
export function randomValue(random: SeededRandom, depth: number): string {
  const kind = random.below(depth > 0 ? 4 : 2);
  if (kind === 0) return random.pick(SCALARS);
  if (kind === 1) return randomString(random);
  const items = Array.from({ length: random.below(4) }, () => {
    const value = blanks(random) + randomValue(random, depth - 1) + blanks(random);
    if (kind === 2) return value;
    const key = random.once(4) ? '"model"' : randomString(random);
    return `${blanks(random)}${key}${blanks(random)}:${value}`;
  });
  const inner = items.length === 0 ? blanks(random) : items.join(',');
  return kind === 2 ? `[${inner}]` : `{${inner}}`;
}
