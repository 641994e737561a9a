/**
 * Inputs as JSON that a person can read: bytes as `{"$text": ...}` where they are UTF-8 and as `{"$base64": ...}` where
 * not, numbers that JSON lacks as `{"$number": ...}`.
 */
export function writeInput(input: unknown): string {
  return JSON.stringify(toPlain(input), undefined, 1);
}

/** @throws SyntaxError for text that is no JSON */
export function readInput(text: string): unknown {
  return fromPlain(JSON.parse(text));
}

function toPlain(value: unknown): unknown {
  if (Buffer.isBuffer(value)) {
    const text = value.toString('utf8');
    return Buffer.from(text).equals(value) ? { $text: text } : { $base64: value.toString('base64') };
  }
  if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))) {
    return { $number: Object.is(value, -0) ? '-0' : String(value) };
  }
  if (Array.isArray(value)) return value.map(toPlain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toPlain(item)]));
}

function fromPlain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(fromPlain);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [key, item] = entries[0] ?? [];
  if (entries.length === 1 && typeof item === 'string') {
    if (key === '$text') return Buffer.from(item);
    if (key === '$base64') return Buffer.from(item, 'base64');
    if (key === '$number') return Number(item);
  }
  return Object.fromEntries(entries.map(([name, one]) => [name, fromPlain(one)]));
}
