import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { after, describe, it } from 'node:test';
import { objectOf } from '../../demo/stand-in/json.js';
import { ask, chat } from '../support/ask.js';
import { createCleanUp } from '../support/clean-up.js';
import { eventually } from '../support/eventually.js';
import type { Stack } from '../support/stack.js';
import { SMALL_TALK, startTracedStack } from '../support/traced-stack.js';

/** A batch is one decision's spans, and little more than two decisions fit into the queue. */
const SMALL_QUEUE = {
  OTEL_BSP_MAX_QUEUE_SIZE: '20',
  OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '5',
  OTEL_EXPORTER_OTLP_TIMEOUT: '300',
};

describe('a collector that takes no spans', () => {
  const cleanUp = createCleanUp();
  after(() => cleanUp.run());

  /** Accepts connections and says nothing. */
  async function silentServer() {
    const server = createServer().listen(0, '127.0.0.1');
    const connected = once(server, 'connection');
    await once(server, 'listening');
    return {
      connected,
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      close: () => {
        server.close();
      },
    };
  }

  async function serveWith(collector: string, env?: Readonly<Record<string, string>>): Promise<Stack> {
    const stack = await startTracedStack({ collector, env: { ...SMALL_QUEUE, ...env } });
    cleanUp.add(() => stack.stop());
    return stack;
  }

  async function countsOf(stack: Stack): Promise<Readonly<Record<string, number>>> {
    const counters = objectOf(await (await fetch(`${stack.admin}/counters`)).json());
    return objectOf(counters['traces']) as Readonly<Record<string, number>>;
  }

  /** Serving is not affected, and every span is counted. */
  async function assertServed(stack: Stack): Promise<void> {
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, at) => ask(stack.url, chat(`${SMALL_TALK} ${at}`))),
    );
    assert.ok(answers.every(({ status, model }) => status === 200 && model !== null));
    const { exported, dropped, failed } = await eventually('spans to be lost', async () => {
      const counts = await countsOf(stack);
      return Number(counts['dropped']) > 0 && Number(counts['failed']) > 0 && counts;
    });
    assert.equal(exported, 0);
    assert.ok(Number(dropped) + Number(failed) > 30);
    assert.ok(stack.logs().some(({ msg }) => String(msg).startsWith('the collector takes no spans')));
  }

  it('is away, and only spans are lost', async () => {
    const { url, close } = await silentServer();
    close();
    await assertServed(await serveWith(url));
  });

  it('is slow, and only spans are lost', async () => {
    const { url, close } = await silentServer();
    cleanUp.add(close);
    await assertServed(await serveWith(url));
  });

  it('hangs, and a stop does not wait for it', async () => {
    const { url, close, connected } = await silentServer();
    cleanUp.add(close);
    const stack = await serveWith(url, {
      OTEL_EXPORTER_OTLP_TIMEOUT: '600000',
      OTEL_BSP_SCHEDULE_DELAY: '20',
    });
    assert.equal((await ask(stack.url, chat(SMALL_TALK))).status, 200);
    await connected;
    await stack.envoy.stop();
    const dragoman = stack.dragoman();
    dragoman.signal('SIGTERM');
    assert.equal(await dragoman.ended, 'exit code 0', 'the export itself would wait for ten minutes');
  });
});
