import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { eventReader } from '../../../src/console/page/event-stream.js';

describe('the reader of server-sent events', () => {
  it('finds the same events wherever the pieces are cut', () => {
    const text =
      'data: {"a":1}\n\n: a comment\r\n\r\nid: 7\nevent: line\ndata:{"b":2}\n\ndata: x\ndata: y\n\n';
    for (let cut = 0; cut <= text.length; cut += 1) {
      const read = eventReader();
      const events = [...read(text.slice(0, cut)), ...read(text.slice(cut))];
      assert.deepEqual(events, ['{"a":1}', '{"b":2}', 'x\ny'], `cut at ${cut}`);
    }
  });

  it('keeps an event that has not ended', () => {
    const read = eventReader();
    assert.deepEqual(read('data: half'), []);
    assert.deepEqual(read('\n'), []);
    assert.deepEqual(read('\n'), ['half']);
  });
});
