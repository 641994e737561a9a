/** The entry of an encoder thread: one session, one text at a time. */
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import type { EncoderManifest } from './manifest.js';
import { loadSession, type Session } from './session.js';
import type { FromWorker, ToWorker } from './worker-messages.js';

async function answer(session: Session, id: number, text: string, port: MessagePort): Promise<void> {
  const start = process.hrtime.bigint();
  try {
    const vector = await session.embed(text);
    const microseconds = Number((process.hrtime.bigint() - start) / 1_000n);
    port.postMessage({ kind: 'embedded', id, vector, microseconds } satisfies FromWorker, [vector.buffer]);
  } catch (error) {
    port.postMessage({ kind: 'failed', id, message: String(error) } satisfies FromWorker);
  }
}

async function serve(port: MessagePort): Promise<void> {
  const start = performance.now();
  const session = await loadSession(workerData as EncoderManifest);
  // A chain, so that `close` waits for the text that runs: to free a session in use aborts the whole process.
  let last = Promise.resolve();
  port.on('message', (message: ToWorker) => {
    last = last.then(async () => {
      if (message.kind === 'embed') return answer(session, message.id, message.text, port);
      await session.release();
      port.close();
    });
  });
  port.postMessage({ kind: 'ready', milliseconds: performance.now() - start } satisfies FromWorker);
}

if (parentPort !== null) await serve(parentPort);
