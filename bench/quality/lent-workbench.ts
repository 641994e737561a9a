import { once } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { Workbench } from '../../src/lab/suites/suite.js';

/** What a thread asks of the workbench that it was lent. */
export type BenchCall =
  | { readonly kind: 'say'; readonly text: string }
  /** Wants the vectors of the texts, one after another in one array, at the port. */
  | { readonly kind: 'embed'; readonly texts: readonly string[]; readonly reply: MessagePort };

/** The workbench of another thread: one cache of vectors serves all threads. */
export function borrowWorkbench(owner: MessagePort): Workbench {
  return {
    embed: async (texts) => {
      const { port1, port2 } = new MessageChannel();
      owner.postMessage({ kind: 'embed', texts, reply: port2 } satisfies BenchCall, [port2]);
      const [values] = (await once(port1, 'message')) as [Float32Array];
      const dimensions = values.length / texts.length;
      return texts.map((_, at) => values.subarray(at * dimensions, (at + 1) * dimensions));
    },
    say: (text) => {
      owner.postMessage({ kind: 'say', text } satisfies BenchCall);
    },
  };
}

/**
 * Does what a borrower asks.
 *
 * @throws Error when the owner's workbench cannot embed; the borrower then waits for ever
 */
export async function answerCall(call: BenchCall, bench: Workbench): Promise<void> {
  if (call.kind === 'say') {
    bench.say(call.text);
    return;
  }
  const vectors = await bench.embed(call.texts);
  const dimensions = vectors[0]?.length ?? 0;
  const values = new Float32Array(vectors.length * dimensions);
  for (const [at, vector] of vectors.entries()) values.set(vector, at * dimensions);
  call.reply.postMessage(values, [values.buffer]);
  call.reply.close();
}
