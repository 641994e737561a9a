import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { MessageReader } from '../../../src/extproc/wire/message-reader.js';

function framed(message: Buffer, flag = 0): Buffer {
  const prefix = Buffer.from([flag, 0, 0, 0, 0]);
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
}

const messages = fc.array(fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)));

describe('MessageReader', () => {
  it('gives the same messages however the bytes are cut', () => {
    fc.assert(
      fc.property(messages, fc.array(fc.integer({ min: 1, max: 20 })), (sent, cuts) => {
        const read: Buffer[] = [];
        const reader = new MessageReader(40);
        let rest: Buffer = Buffer.concat(sent.map((message) => framed(message)));
        for (const cut of [...cuts, rest.length]) {
          reader.push(rest.subarray(0, cut), (message) => read.push(message));
          rest = rest.subarray(cut);
        }
        assert.deepEqual(read, sent);
      }),
    );
  });

  it('refuses by its prefix what is too large', () => {
    const reader = new MessageReader(9);
    assert.throws(
      () => {
        reader.push(framed(Buffer.alloc(10)).subarray(0, 5), () => assert.fail('a message'));
      },
      { code: 8, message: 'A message has 10 bytes, the limit is 9.' },
    );
  });

  it('refuses what is compressed', () => {
    assert.throws(
      () => {
        new MessageReader(9).push(framed(Buffer.alloc(1), 1), () => assert.fail('a message'));
      },
      { code: 12 },
    );
  });
});
