import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SseReader } from '../../../src/gate/reading/sse-reader.js';

function readAll(chunks: readonly Buffer[]): readonly string[] {
  const reader = new SseReader();
  return [...chunks.flatMap((chunk) => reader.push(chunk)), ...reader.end()];
}

const bytesOf = (buffer: Buffer): readonly Buffer[] => Array.from(buffer, (byte) => Buffer.from([byte]));

describe('SseReader', () => {
  for (const [name, end] of [
    ['LF', '\n'],
    ['CR LF', '\r\n'],
    ['CR', '\r'],
  ] as const) {
    it(`gives the same events for ${name}, whole and byte by byte`, () => {
      const stream = Buffer.from(
        ['event: x', 'data: über', 'data:two', '', ': comment', '', 'data: 🙂', '', ''].join(end),
      );
      for (const chunks of [[stream], bytesOf(stream)]) {
        assert.deepEqual(readAll(chunks), ['über\ntwo', '🙂']);
      }
    });
  }

  it('gives an event that has no end, at the end', () => {
    assert.deepEqual(readAll([Buffer.from('data: a\n\ndata: b')]), ['a', 'b']);
  });

  it('gives nothing for what is no event stream', () => {
    assert.deepEqual(readAll([Buffer.from('<html>\n\n</html>')]), []);
    assert.deepEqual(readAll([]), []);
  });

  it('drops the rest of an event over its limit', () => {
    const long = Buffer.alloc(1024 * 1024, 'a');
    const [event = ''] = readAll([Buffer.from('data: '), ...Array.from({ length: 12 }, () => long)]);
    assert.ok(event.length > 8e6 && event.length < 10e6);
  });
});
