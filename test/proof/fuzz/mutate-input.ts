import type { SeededRandom } from '../../request/seeded-random.js';

const MARKS = [
  '"',
  '\\',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '\n',
  '\r',
  '\r\n',
  '\0',
  '\u00e9',
  ' ',
  '-',
  '0',
  '&a ',
  '*a',
] as const;
const WORDS = [
  'model',
  '\\u006d',
  'data:',
  'data: [DONE]\n\n',
  'null',
  '__proto__',
  '1e400',
  '---\n',
  '<<:',
  '\ufeff',
] as const;

/** A copy of an input in which the bytes, wherever they are in it, have one to eight mutations. */
export function mutateInput(input: unknown, other: unknown, random: SeededRandom): unknown {
  const donors = buffersIn(other);
  const mutate = (value: unknown): unknown => {
    if (Buffer.isBuffer(value))
      return mutateBytes(value, donors[random.below(donors.length)] ?? value, random);
    if (Array.isArray(value)) return value.map(mutate);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mutate(item)]));
  };
  return mutate(input);
}

function buffersIn(value: unknown): readonly Buffer[] {
  if (Buffer.isBuffer(value)) return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(buffersIn) : [];
}

function mutateBytes(bytes: Buffer, other: Buffer, random: SeededRandom): Buffer {
  let result = bytes;
  for (let left = 1 + random.below(8); left > 0; left--) result = mutateOnce(result, other, random);
  return result;
}

function mutateOnce(bytes: Buffer, other: Buffer, random: SeededRandom): Buffer {
  const at = random.below(bytes.length + 1);
  const length = 1 + random.below(random.once(4) ? 64 : 6);
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
  switch (random.below(8)) {
    case 0:
      return Buffer.concat([
        before,
        Buffer.from([(after[0] ?? 0) ^ (1 << random.below(8))]),
        after.subarray(1),
      ]);
    case 1:
      return Buffer.concat([before, Buffer.from([random.below(256)]), after.subarray(1)]);
    case 2:
      return Buffer.concat([before, Buffer.from(random.pick(MARKS)), after]);
    case 3:
      return Buffer.concat([
        before,
        Buffer.from(random.pick(WORDS)),
        after.subarray(random.once(2) ? 0 : length),
      ]);
    case 4:
      return Buffer.concat([before, after.subarray(length)]);
    case 5:
      return Buffer.concat([before, after.subarray(0, length), after]);
    case 6: {
      const from = random.below(other.length + 1);
      return Buffer.concat([before, other.subarray(from, from + length), after]);
    }
    default:
      return Buffer.concat([before, other.subarray(random.below(other.length + 1))]);
  }
}
