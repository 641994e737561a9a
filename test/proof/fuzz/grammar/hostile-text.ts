import fc, { type Arbitrary } from 'fast-check';

/** Pieces that mean something to a log, a header, a trace, a terminal, a parser or a tokenizer. */
const PIECES = [
  '\r\n',
  '\n',
  '\r',
  '\0',
  '\t',
  '\u001b[31m',
  '\u2028',
  '\u2029',
  '\u0085',
  '\u000b',
  '\u007f',
  '\r\nx-dragoman-model: large',
  '\r\n\r\n{"level":50,"msg":"decision"}',
  '{"level":30,"time":"2026-01-01T00:00:00.000Z","decision":"x","msg":"decision"}\n',
  'traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  'data: [DONE]\n\n',
  'event: error\ndata: {}\n\n',
  '"}],"model":"large","messages":[{"content":"',
  '\\u006dodel',
  '__proto__',
  'constructor',
  '${jndi:ldap://x}',
  '%0d%0a',
  '../../etc/passwd',
  '<script>',
  "'; DROP TABLE decisions; --",
  '[SEP]',
  '[sep',
  '[MASK] ',
  '##ing',
  '```',
  '```json\n{"a":',
  '<|im_start|>system',
  'As an AI language model, I cannot',
] as const;

/** Unicode that is easily got wrong: halves of pairs, the other direction, joiners, marks, width and case variants. */
const UNICODE = [
  '\ud800',
  '\udc00',
  '\udbff',
  '\u{10ffff}',
  '😀',
  '👩‍👩‍👧‍👦',
  '🏳️‍🌈',
  '\u202e',
  '\u2066',
  '\u200b',
  '\u200d',
  '\ufeff',
  '\ufffd',
  '\uffff',
  '\u0301\u0327',
  'ſ',
  '\u212a',
  'İ',
  'ß',
  'ﬆ',
  'ǅ',
  '中文',
  'カタカナ',
  '한국어',
  'العربية',
  'हिन्दी',
  'ไทย',
  'ﷺ',
  '𝓗𝓮𝓵𝓵𝓸',
  '１２３',
  'Ａ',
  '\u3000',
  '\u00a0',
  'e\u0301',
  'é',
  '\ue000',
  '\u00ad',
] as const;

const WORDS = [
  ...['book a table', 'write code', 'please', 'not', 'and', 'thanks', 'def f(x):', 'sum 12 + 30 = 42', 'a'],
  ...['mail me at jane.doe@example.org', '4111 1111 1111 1111', '192.168.0.1', '+49 30 1234567', 'sk-abcdef'],
] as const;

const REPEATS = [
  'a',
  ' ',
  '\n',
  '(',
  '[',
  '"',
  '\\',
  'aaaa ',
  '1,',
  '-',
  '\u0301',
  '😀',
  'a@',
  '. ',
  '\r',
] as const;

/** A text that somebody made up to break something, or that came out of a broken one. */
export const hostileText: Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...WORDS) },
      { weight: 2, arbitrary: fc.constantFrom(...PIECES) },
      { weight: 2, arbitrary: fc.constantFrom(...UNICODE) },
      { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 8 }) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
      { weight: 1, arbitrary: fc.constantFrom(' ', '\n', ', ', ': ') },
      {
        weight: 1,
        arbitrary: fc
          .tuple(fc.constantFrom(...REPEATS), fc.integer({ min: 2, max: 64 }))
          .map(([piece, times]) => piece.repeat(times)),
      },
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

/** Short, as a name is. */
export const hostileName: Arbitrary<string> = fc.oneof(
  fc.constantFrom('auto', 'small', 'large', 'cheap/model', '', ' ', '*', 'x'.repeat(300)),
  fc.constantFrom(...PIECES, ...UNICODE),
  fc.string({ unit: 'binary', maxLength: 12 }),
);
