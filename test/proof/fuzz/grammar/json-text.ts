import fc, { type Arbitrary } from 'fast-check';
import { hostileText } from './hostile-text.js';

/** Blanks that JSON allows between tokens, often none; seldom some that it does not allow. */
export const blanks: Arbitrary<string> = fc.oneof(
  { weight: 12, arbitrary: fc.constant('') },
  { weight: 4, arbitrary: fc.constantFrom(' ', '\n', '\t', '\r\n', ' \n  ') },
);

const NUMBERS = [
  '0',
  '-0',
  '1',
  '42',
  '-1.5e+3',
  '1E400',
  '-1e-400',
  '12345678901234567890',
  '0.1',
  '1.0',
  '1e2',
];
const BAD_SCALARS = [
  '01',
  '+1',
  '.5',
  '1.',
  '1e',
  'NaN',
  'Infinity',
  '0x10',
  'True',
  'nul',
  "'a'",
  'undefined',
  '',
];

const scalar: Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...NUMBERS) },
  { weight: 6, arbitrary: fc.constantFrom('true', 'false', 'null') },
  { weight: 1, arbitrary: fc.constantFrom(...BAD_SCALARS) },
);

/** How a letter may be written in a JSON string. */
const SPELLINGS: readonly ((letter: string) => string)[] = [
  (letter) => letter,
  (letter) => letter,
  (letter) => letter,
  (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0').toUpperCase()}`,
  (letter) => letter.toUpperCase(),
  // Letters that Go's parsers take for the plain ones.
  (letter) => (letter === 's' ? 'ſ' : letter === 'k' ? '\u212a' : letter),
];

/** A name as a JSON string: plain, with letters escaped or in capitals, or with letters that lax parsers fold. */
export function spelled(name: string): Arbitrary<string> {
  const odd = fc
    .array(fc.nat({ max: SPELLINGS.length - 1 }), { minLength: name.length, maxLength: name.length })
    .map(
      (how) => `"${Array.from(name, (letter, at) => SPELLINGS[how[at] ?? 0]?.(letter) ?? letter).join('')}"`,
    );
  return fc.oneof({ weight: 3, arbitrary: fc.constant(`"${name}"`) }, { weight: 1, arbitrary: odd });
}

const ESCAPES = [
  '\\"',
  '\\\\',
  '\\/',
  '\\b',
  '\\f',
  '\\n',
  '\\r',
  '\\t',
  '\\u0000',
  '\\u0041',
  '\\ud83d\\ude00',
];
const ODD_ESCAPES = ['\\ud83d', '\\ude00', '\\uFFFF', '\\u0022', '\\u005c', '\\"model\\":', '\\\\\\"'];
const BAD_ESCAPES = ['\\x41', '\\u12', '\\', '\\u00g0', '\t', '\n', '\u0000'];

/** What stands between the quotes of a JSON string. */
const inside: Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: hostileText.map((text) => JSON.stringify(text).slice(1, -1)) },
      { weight: 4, arbitrary: fc.constantFrom(...ESCAPES, ...ODD_ESCAPES) },
      { weight: 3, arbitrary: fc.constantFrom('a', '😀', '{', '}', '],', ':', 'é', '\u202e') },
      {
        weight: 1,
        arbitrary: fc.constantFrom('y'.repeat(23), 'y'.repeat(24), 'y'.repeat(25), 'z'.repeat(700)),
      },
      { weight: 1, arbitrary: fc.constantFrom(...BAD_ESCAPES) },
    ),
    { maxLength: 4 },
  )
  .map((parts) => parts.join(''));

export const jsonString: Arbitrary<string> = inside.map((text) => `"${text}"`);

const KEYS = [
  'model',
  'stream',
  'stream_options',
  'max_tokens',
  'messages',
  'content',
  '__proto__',
  'constructor',
];

export const jsonKey: Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...KEYS).chain(spelled) },
  { weight: 3, arbitrary: fc.constantFrom('"a"', '"b"', '"toString"', '""', '"0"', '"length"') },
  { weight: 1, arbitrary: jsonString },
  { weight: 1, arbitrary: fc.constantFrom(`"${'k'.repeat(5_000)}"`, 'model', "'model'") },
);

export function member(key: Arbitrary<string>, value: Arbitrary<string>): Arbitrary<string> {
  return fc
    .tuple(blanks, key, blanks, blanks, value, blanks)
    .map(([a, k, b, c, v, d]) => `${a}${k}${b}:${c}${v}${d}`);
}

/** The text of an object of such members. */
export function objectOf(members: Arbitrary<readonly string[]>): Arbitrary<string> {
  return fc.tuple(members, blanks).map(([all, blank]) => `{${all.length === 0 ? blank : all.join(',')}}`);
}

/** Brackets that open and mostly close again, hundreds deep. */
const deep: Arbitrary<string> = fc
  .tuple(fc.integer({ min: 20, max: 400 }), fc.constantFrom('[', '{"a":', '[{"model":'), fc.boolean())
  .map(([depth, open, isClosed]) => {
    const close = { '[': ']', '{"a":': '}', '[{"model":': '}]' }[open];
    return `${open.repeat(depth)}1${isClosed ? close.repeat(depth) : ''}`;
  });

/** Lists and objects of values, whatever those are. */
const nested = (value: Arbitrary<string>): readonly [list: Arbitrary<string>, object: Arbitrary<string>] => [
  fc
    .array(
      fc.tuple(blanks, value, blanks).map((parts) => parts.join('')),
      { maxLength: 4 },
    )
    .map((items) => `[${items.join(',')}]`),
  objectOf(fc.array(member(jsonKey, value), { maxLength: 5 })),
];

/** The text of a JSON value, mostly valid, that nests so deep or, in one piece, much deeper. */
function valueTo(depth: number): Arbitrary<string> {
  const leaves = [
    { weight: 4, arbitrary: scalar },
    { weight: 4, arbitrary: jsonString },
    { weight: 1, arbitrary: deep },
  ];
  if (depth <= 1) return fc.oneof(...leaves);
  const [list, object] = nested(valueTo(depth - 1));
  return fc.oneof(
    { withCrossShrink: true },
    ...leaves,
    { weight: 2, arbitrary: list },
    { weight: 2, arbitrary: object },
  );
}

export const jsonValue: Arbitrary<string> = valueTo(4);
