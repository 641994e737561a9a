import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readRequestHead } from '../../src/extproc/request-head.js';

describe('readRequestHead', () => {
  it('reads pseudo-headers apart, and raw_value before value', () => {
    const head = readRequestHead({
      headers: [
        { key: ':method', raw_value: Buffer.from('post') },
        { key: ':path', value: '/v1/models?x=1' },
        { key: ':authority', raw_value: Buffer.from('example') },
        { key: 'x-name', raw_value: Buffer.from('né'), value: 'old' },
        { key: 'x-old', raw_value: Buffer.alloc(0), value: 'value' },
        { key: 'x-empty' },
      ],
    });
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
      return readRequestHead({ headers: [{ key: 'x-tenant-id', raw_value: raw }] }).headers.get(
        'x-tenant-id',
      );
    });
    assert.deepEqual(values, ['þ', 'ÿ', 'aÃ', 'ä']);
  });

  it('joins repeated headers in their order', () => {
    const head = readRequestHead({
      headers: ['a', 'b', 'c'].map((value) => ({ key: 'accept', raw_value: Buffer.from(value) })),
    });
    assert.equal(head.headers.get('accept'), 'a, b, c');
  });

  it('reads nothing from nothing', () => {
    const empty = { method: '', path: '', headers: new Map() };
    assert.deepEqual(readRequestHead(undefined), empty);
    assert.deepEqual(readRequestHead({ headers: [{ value: 'no key' }] }), empty);
  });
});
