import fc, { type Arbitrary } from 'fast-check';
import { hostileText } from './hostile-text.js';

const NAMES = [
  ...[
    'x-request-id',
    'traceparent',
    'tracestate',
    'content-length',
    'content-encoding',
    'content-type',
    'x-tenant-id',
  ],
  ...[
    'x-conversation-id',
    'transfer-encoding',
    'x-dragoman-model',
    'X-Dragoman-Cluster',
    'x_dragoman_mode',
    '__proto__',
  ],
  ...['constructor', '', ':authority', ':method', ':path', ':status', 'authorization', 'x-team', 'cookie'],
] as const;

const VALUES = [
  ...[
    '',
    '0',
    '-1',
    '1e9',
    'NaN',
    '99999999999999999999',
    'gzip',
    'GZIP',
    'identity',
    'br',
    'chunked',
    'POST',
    'GET',
  ],
  ...[
    '/v1/chat/completions',
    '/v1/feedback',
    '/v1/models/auto',
    '/v1/chat/completions?x=%0d%0a',
    '200',
    'text/event-stream',
  ],
  ...['00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', 'a=1,b=2'],
] as const;

export const headerName: Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...NAMES) },
  { weight: 1, arbitrary: hostileText },
);

export const headerValue: Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...VALUES) },
  { weight: 2, arbitrary: hostileText },
);

/** Headers as Envoy shows them, and as a broken proxy might: repeated, pseudo-headers among them, names of no kind. */
export const headerList: Arbitrary<readonly (readonly [string, string])[]> = fc.array(
  fc.tuple(headerName, headerValue),
  { maxLength: 8 },
);

/** What may stand in a header's value: RFC 9110, 5.5, and no byte that ends a line. */
export function isSafeValue(bytes: Buffer): boolean {
  return !bytes.some((byte) => byte === 0 || byte === 0x0a || byte === 0x0d);
}
