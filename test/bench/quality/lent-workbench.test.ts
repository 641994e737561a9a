import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MessageChannel } from 'node:worker_threads';
import { answerCall, type BenchCall, borrowWorkbench } from '../../../bench/quality/lent-workbench.js';

describe('borrowWorkbench', () => {
  it('embeds where the owner is, in order, and passes on what is said', async () => {
    const said: string[] = [];
    const owner = {
      embed: (texts: readonly string[]) =>
        Promise.resolve(texts.map((text) => Float32Array.of(text.length, -1))),
      say: (text: string) => said.push(text),
    };
    const { port1, port2 } = new MessageChannel();
    port1.on('message', (call: BenchCall) => void answerCall(call, owner));
    const bench = borrowWorkbench(port2);
    bench.say('begun');
    const [some, none, others] = await Promise.all([
      bench.embed(['a', 'four', '']),
      bench.embed([]),
      bench.embed(['sixsix']),
    ]);
    port1.close();
    assert.deepEqual(some, [Float32Array.of(1, -1), Float32Array.of(4, -1), Float32Array.of(0, -1)]);
    assert.deepEqual(none, []);
    assert.deepEqual(others, [Float32Array.of(6, -1)]);
    assert.deepEqual(said, ['begun']);
  });
});
