import type { IncomingMessage } from 'node:http';
import { fail, ok, type Result } from '../errors.js';

/** Largest body of a request to the admin port, in bytes. */
export const MOST_BODY_BYTES = 1_048_576;

/** Of a larger one so much is read and thrown away before the answer: a client that still sends would not read it. */
const MOST_DISCARDED_BYTES = 16 * MOST_BODY_BYTES;

/**
 * Reads a body that must be JSON; it is not parsed here. Of one that is too large the rest is passed over first, so that
 * its sender can read the answer. Rejects when the client leaves in between.
 */
export async function readBody(request: IncomingMessage): Promise<Result<Buffer>> {
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/json *(?:;|$)/i.test(type)) {
    const found = type === '' ? 'No content-type was sent' : `The content-type is "${type.slice(0, 100)}"`;
    return fail('media_type_unsupported', `${found}; send "content-type: application/json".`);
  }
  const coding = request.headers['content-encoding'] ?? 'identity';
  if (coding.toLowerCase() !== 'identity') {
    const found = `The content-encoding is "${coding.slice(0, 100)}"`;
    return fail('media_type_unsupported', `${found}; send the body as it is.`);
  }
  const body = await collect(request);
  return body === undefined
    ? fail('body_too_large', `The body has more than ${MOST_BODY_BYTES} bytes; send less.`)
    : ok(body);
}

/** `undefined` for a body over the limit. */
function collect(request: IncomingMessage): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= MOST_BODY_BYTES) chunks.push(chunk);
      else chunks.length = 0;
      if (bytes > MOST_DISCARDED_BYTES) resolve(undefined);
    });
    request.once('end', () => {
      resolve(bytes > MOST_BODY_BYTES ? undefined : Buffer.concat(chunks));
    });
    request.once('error', reject);
  });
}
