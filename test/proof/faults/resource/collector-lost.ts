import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { randomFreePort } from '../../../../demo/free-port.js';
import { scrape } from '../../../support/read-metrics.js';
import type { Fault } from '../fault.js';

/** Takes whatever is exported to it, and answers as long as it is well. */
interface Collector {
  readonly url: string;
  hang(isHanging: boolean): void;
  refuse(): Promise<void>;
  listen(): Promise<void>;
}

async function startCollector(): Promise<Collector> {
  const port = await randomFreePort();
  let isHanging = false;
  const make = (): Server =>
    createServer((request, response) => {
      request.resume();
      request.on('end', () => {
        if (!isHanging) response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
      });
    });
  let server = make();
  const listen = async (): Promise<void> => {
    server = make().listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  await listen();
  return {
    url: `http://127.0.0.1:${port}`,
    listen,
    hang: (value) => {
      isHanging = value;
    },
    refuse: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function collectorLost(
  name: string,
  what: string,
  begin: (collector: Collector) => Promise<void>,
  finish: (collector: Collector) => Promise<void>,
): Fault {
  let collector: Collector | undefined;
  return {
    ...{ name, what, users: 'Nothing: spans wait in memory, and are dropped when there are too many.' },
    async prepare(cleanUp) {
      const started = await startCollector();
      collector = started;
      cleanUp.add(() => started.refuse());
      return {
        flags: ['--otlp', `${started.url}/v1/traces`],
        env: {
          OTEL_EXPORTER_OTLP_ENDPOINT: started.url,
          OTEL_BSP_SCHEDULE_DELAY: '200',
          OTEL_EXPORTER_OTLP_TIMEOUT: '2000',
        },
      };
    },
    async start(stack) {
      if (collector === undefined) throw new Error('prepare was not called');
      const lost = collector;
      await begin(lost);
      return {
        end: () => finish(lost),
        async seen() {
          await sleep(1000);
          const now = await scrape(stack.admin);
          const of = (metric: string): number => now.sum(metric, { queue: 'spans' });
          return `${of('dragoman_written_total')} spans written, ${of('dragoman_dropped_total')} dropped`;
        },
      };
    },
  };
}

export const collectorRefuses: Fault = collectorLost(
  'collector-refuses',
  'The collector of spans is gone: its port refuses connections.',
  (collector) => collector.refuse(),
  (collector) => collector.listen(),
);

export const collectorHangs: Fault = collectorLost(
  'collector-hangs',
  'The collector of spans takes everything and answers nothing.',
  (collector) => {
    collector.hang(true);
    return Promise.resolve();
  },
  (collector) => {
    collector.hang(false);
    return Promise.resolve();
  },
);
