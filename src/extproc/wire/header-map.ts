import { isUtf8 } from 'node:buffer';
import { delimited, type Reader, readNested } from './protobuf.js';

/** Envoy's header map, whose names are in lower case already. */
export interface HeaderMap {
  /** Repeated ones joined by a comma and a blank. */
  readonly headers: ReadonlyMap<string, string>;
  /** Those that begin with `:`. */
  readonly pseudo: ReadonlyMap<string, string>;
}

const NONE: ReadonlyMap<string, string> = new Map();
export const NO_HEADERS: HeaderMap = { headers: NONE, pseudo: NONE };

/**
 * Reads the `HeaderMap` that comes next, inside a message that ends at `outerEnd`.
 *
 * @throws {RangeError} or another Error for what is none
 */
export function readHeaderMap(reader: Reader, outerEnd: number): HeaderMap {
  const headers = new Map<string, string>();
  const pseudo = new Map<string, string>();
  readNested(reader, outerEnd, (tag, end) => {
    if (tag !== delimited(1)) return;
    const [key, value] = readHeader(reader, end);
    if (key === '') return;
    if (key.startsWith(':')) {
      pseudo.set(key, value);
      return;
    }
    const earlier = headers.get(key);
    headers.set(key, earlier === undefined ? value : `${earlier}, ${value}`);
  });
  return { headers, pseudo };
}

/** Envoy fills `raw_value`, older ones `value`. */
function readHeader(reader: Reader, outerEnd: number): readonly [string, string] {
  let key = '';
  let value = '';
  let raw = '';
  readNested(reader, outerEnd, (tag) => {
    if (tag === delimited(1)) key = reader.string();
    else if (tag === delimited(2)) value = reader.string();
    else if (tag === delimited(3)) raw = readText(reader);
  });
  return [key, raw === '' ? value : raw];
}

/** As UTF-8, or else as Latin-1, so that no two values read the same because neither is UTF-8: a tenant may be told by them. */
function readText(reader: Reader): string {
  const start = reader.pos;
  const text = reader.string();
  if (!text.includes('\uFFFD')) return text;
  reader.pos = start;
  const bytes = Buffer.from(reader.bytes());
  return bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1');
}
