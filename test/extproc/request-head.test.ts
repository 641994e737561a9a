import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readRequestHead } from '../../src/extproc/request-head.js';
import { decodeProcessingRequest } from '../../src/extproc/wire/processing-request.js';
import type { RequestHead } from '../../src/request/request-head.js';
import type { HeaderValue } from './gen/envoy/config/core/v3/HeaderValue.js';
import { loadServiceDefinitions } from './service-definitions.js';

const { requestSerialize } = loadServiceDefinitions().externalProcessor.Process;

/** What is read of the headers once they have travelled. */
function headOf(headers: HeaderValue[]): RequestHead {
  const { headers: map } = decodeProcessingRequest(
    requestSerialize({ request_headers: { headers: { headers } } }),
  );
  return readRequestHead(map);
}

describe('readRequestHead', () => {
  it('reads pseudo-headers apart, and raw_value before value', () => {
    const head = headOf([
      { key: ':method', raw_value: Buffer.from('post') },
      { key: ':path', value: '/v1/models?x=1' },
      { key: ':authority', raw_value: Buffer.from('example') },
      { key: 'x-name', raw_value: Buffer.from('né'), value: 'old' },
      { key: 'x-old', raw_value: Buffer.alloc(0), value: 'value' },
      { key: 'x-empty' },
    ]);
    assert.equal(head.method, 'POST');
    assert.equal(head.path, '/v1/models?x=1');
    assert.deepEqual(
      [...head.headers],
      [
        ['x-name', 'né'],
        ['x-old', 'value'],
        ['x-empty', ''],
      ],
    );
  });

  it('reads values that are not UTF-8 as Latin-1, so that they stay different', () => {
    const values = [[0xfe], [0xff], [0x61, 0xc3], [0xc3, 0xa4]].map((bytes) => {
      const raw = Buffer.from(bytes);
      return headOf([{ key: 'x-tenant-id', raw_value: raw }]).headers.get('x-tenant-id');
    });
    assert.deepEqual(values, ['þ', 'ÿ', 'aÃ', 'ä']);
  });

  it('joins repeated headers in their order', () => {
    const head = headOf(['a', 'b', 'c'].map((value) => ({ key: 'accept', raw_value: Buffer.from(value) })));
    assert.equal(head.headers.get('accept'), 'a, b, c');
  });

  it('reads nothing from nothing', () => {
    const empty = { method: '', path: '', headers: new Map() };
    assert.deepEqual(readRequestHead(decodeProcessingRequest(requestSerialize({})).headers), empty);
    assert.deepEqual(headOf([{ value: 'no key' }]), empty);
  });
});
