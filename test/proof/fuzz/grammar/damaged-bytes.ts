import fc, { type Arbitrary } from 'fast-check';

/** Bytes that are no UTF-8, or no whole of it: half a character, an overlong slash, a surrogate, what never occurs. */
const BAD_BYTES = ['c3', 'e2 82', 'f0 9f 98', 'c0 af', 'ed a0 80', 'ff', 'fe ff', 'f8 88 80 80 80', '80'];
/** Bytes that mean something to some parser. */
const MARKS = [
  '00',
  '0a',
  '0d',
  '0d 0a',
  'ef bb bf',
  '22',
  '5c',
  '7b',
  '7d',
  '5b',
  '5d',
  '2c',
  '3a',
  '2d',
  '20',
];

const inserted: Arbitrary<Buffer> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .constantFrom(...MARKS, ...BAD_BYTES)
      .map((hex) => Buffer.from(hex.replaceAll(' ', ''), 'hex')),
  },
  { weight: 1, arbitrary: fc.uint8Array({ minLength: 1, maxLength: 4 }).map((bytes) => Buffer.from(bytes)) },
);

interface Damage {
  readonly kind: 'cut' | 'drop' | 'repeat' | 'insert' | 'flip';
  /** Where, as a share of the length. */
  readonly at: number;
  readonly length: number;
  readonly bytes: Buffer;
}

const damage: Arbitrary<Damage> = fc.record({
  kind: fc.constantFrom('insert', 'drop', 'repeat', 'flip', 'cut'),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.integer({ min: 1, max: 12 }),
  bytes: inserted,
});

function apply(bytes: Buffer, { kind, at, length, bytes: more }: Damage): Buffer {
  const from = Math.floor(at * bytes.length);
  const [before, after] = [bytes.subarray(0, from), bytes.subarray(from)];
  switch (kind) {
    case 'cut':
      return before;
    case 'drop':
      return Buffer.concat([before, after.subarray(length)]);
    case 'repeat':
      return Buffer.concat([before, after.subarray(0, length), after]);
    case 'insert':
      return Buffer.concat([before, more, after]);
    case 'flip':
      return Buffer.concat([before, Buffer.from([(after[0] ?? 0) ^ (1 << (length % 8))]), after.subarray(1)]);
  }
}

/** Mostly the bytes of a text as they are; now and then damaged in one to three places. */
export function damagedBytes(text: Arbitrary<string>): Arbitrary<Buffer> {
  return damaged(text.map((whole) => Buffer.from(whole)));
}

/** The same of what is no text. */
export function damaged(bytes: Arbitrary<Buffer>): Arbitrary<Buffer> {
  const damages = fc.oneof(
    { weight: 3, arbitrary: fc.constant<Damage[]>([]) },
    { weight: 1, arbitrary: fc.array(damage, { minLength: 1, maxLength: 3 }) },
  );
  return fc.tuple(bytes, damages).map(([whole, list]) => list.reduce(apply, whole));
}

/** Any cuts of bytes into chunks, empty ones included. */
export const cuts: Arbitrary<readonly number[]> = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
  maxLength: 12,
});

/** The bytes in the chunks that cuts make, each a share of the length. */
export function chunksOf(bytes: Buffer, at: readonly number[]): readonly Buffer[] {
  const places = [
    0,
    ...at.map((share) => Math.floor(share * bytes.length)).sort((a, b) => a - b),
    bytes.length,
  ];
  return places.slice(1).map((end, index) => bytes.subarray(places[index], end));
}
