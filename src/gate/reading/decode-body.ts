import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { fail, ok, type Result } from '../../errors.js';
import { MAX_ANSWER_BYTES } from './answer-limits.js';

type Decompress = (body: Buffer, options: { readonly maxOutputLength: number }) => Buffer;

/** `deflate` means zlib's format (RFC 9110, 8.4.1.2), but some servers send the bare one. */
const inflateEither: Decompress = (body, options) =>
  ((body[0] ?? 0) & 0x0f) === 8 ? inflateSync(body, options) : inflateRawSync(body, options);

const DECODERS: ReadonlyMap<string, Decompress> = new Map<string, Decompress>([
  ['gzip', gunzipSync],
  ['x-gzip', gunzipSync],
  ['deflate', inflateEither],
  ['br', brotliDecompressSync],
]);

/** Undoes one content encoding; at most {@link MAX_ANSWER_BYTES} come out. */
export function decodeBody(body: Buffer, contentEncoding: string | undefined): Result<Buffer> {
  const encoding = contentEncoding?.trim().toLowerCase() ?? '';
  if (body.length > MAX_ANSWER_BYTES) return tooLarge();
  if (encoding === '' || encoding === 'identity') return ok(body);
  const decompress = DECODERS.get(encoding);
  if (decompress === undefined) {
    const found = `The answer's content-encoding is ${encoding.slice(0, 40)}`;
    return fail('encoding_unsupported', `${found}; gzip, deflate and br are understood.`);
  }
  try {
    return ok(decompress(body, { maxOutputLength: MAX_ANSWER_BYTES }));
  } catch (error) {
    if (error instanceof RangeError) return tooLarge();
    return fail('body_not_json', `The answer is damaged: it is not ${encoding}.`);
  }
}

function tooLarge(): Result<never> {
  return fail('body_too_large', `The answer is over ${MAX_ANSWER_BYTES} bytes and is not judged.`);
}
