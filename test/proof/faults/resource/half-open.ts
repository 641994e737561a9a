import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { askAdmin } from '../../../support/ask-admin.js';
import type { Stack } from '../../../support/stack.js';
import type { Fault } from '../fault.js';

const CONNECTIONS = 400;
const PROBE_EACH_MS = 250;
/** As kubelet waits by default. */
const PROBE_MS = 1000;

export const halfOpenAdmin: Fault = halfOpen(
  'half-open-admin',
  `${CONNECTIONS} connections to the admin port, each with half a request.`,
  (stack) => connect(Number(new URL(stack.admin).port), '127.0.0.1'),
);

export const halfOpenListen: Fault = halfOpen(
  'half-open-ext-proc',
  `${CONNECTIONS} connections to the socket where Envoy finds Dragoman, which say nothing.`,
  (stack) => connect(socketOf(stack)),
);

function halfOpen(name: string, what: string, open: (stack: Stack) => Socket): Fault {
  return {
    ...{ name, what, users: 'Nothing.' },
    start: (stack) => {
      const sockets = Array.from({ length: CONNECTIONS }, () => open(stack));
      let cut = 0;
      for (const socket of sockets) {
        socket.on('error', () => undefined);
        socket.once('close', () => cut++);
        if (name === 'half-open-admin') socket.write('GET /readyz HTTP/1.1\r\nhost: 127.0.0.1\r\n');
      }
      const probes = startProbes(stack.admin);
      let cutByThem = 0;
      return Promise.resolve({
        end: () => {
          cutByThem = cut;
          for (const socket of sockets) socket.destroy();
          return Promise.resolve();
        },
        async seen() {
          const { sent, failed } = await probes.stop();
          return `${failed} of ${sent} probes of /readyz failed; ${cutByThem} of the ${CONNECTIONS} connections were closed by Dragoman meanwhile`;
        },
      });
    },
  };
}

/** Of the log's line that says that it is ready: `unix:/path`. */
function socketOf(stack: Stack): string {
  const address = stack.logs().find(({ msg }) => msg === 'ready')?.['address'];
  return String(address).replace(/^unix:/, '');
}

interface Probes {
  stop(): Promise<{ readonly sent: number; readonly failed: number }>;
}

function startProbes(admin: string): Probes {
  const port = Number(new URL(admin).port);
  let isOver = false;
  let [sent, failed] = [0, 0];
  const probe = async (): Promise<void> => {
    while (!isOver) {
      sent++;
      // A connection of its own for each, as kubelet does it.
      const answered = askAdmin(port, '/readyz').then(
        ({ status }) => status === 200,
        () => false,
      );
      const isWell = await Promise.race([answered, sleep(PROBE_MS, false)]);
      if (!isWell) failed++;
      await sleep(PROBE_EACH_MS);
    }
  };
  const probing = probe();
  return {
    async stop() {
      isOver = true;
      await probing;
      return { sent, failed };
    },
  };
}
