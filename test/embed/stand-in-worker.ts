/**
 * A thread that speaks the pool's protocol without a model, for what a real one cannot be made to do on demand. The
 * text says what happens; `slow` and `hang` block the thread as the real model does.
 */
import { parentPort } from 'node:worker_threads';
import type { FromWorker, ToWorker } from '../../src/embed/worker-messages.js';

const blocker = new Int32Array(new SharedArrayBuffer(4));
const block = (milliseconds: number): void => void Atomics.wait(blocker, 0, 0, milliseconds);

function answer(id: number, text: string): FromWorker {
  switch (text) {
    case 'crash':
      throw new Error('crashed on demand');
    case 'fail':
      return { kind: 'failed', id, message: 'failed on demand' };
    case 'slow':
      block(200);
      break;
    case 'hang':
      block(1_000);
      break;
  }
  return {
    kind: 'embedded',
    id,
    vector: Float32Array.of(1, 0),
    microseconds: text === 'claims 1 s' ? 1_000_000 : 1,
  };
}

const port = parentPort;
if (port === null) throw new Error('this file is the entry of a thread');
port.on('message', (message: ToWorker) => {
  if (message.kind === 'close') port.close();
  else port.postMessage(answer(message.id, message.text));
});
port.postMessage({ kind: 'ready', milliseconds: 0 } satisfies FromWorker);
