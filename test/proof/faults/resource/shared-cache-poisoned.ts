import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { scrape } from '../../../support/read-metrics.js';
import { checkedRegistry } from '../../load/requests.js';
import type { Fault } from '../fault.js';

/** Routes that no request of the load must get, as another replica would tell them, under a seal of somebody else's. */
const POISON =
  'A'.repeat(22) +
  JSON.stringify({
    ...{ at: 4_000_000_000_000, by: 'heads', outOfScope: 0 },
    routes: [['tiered', 1]],
  });

/** Speaks as much of Redis' protocol (RESP) as it takes to be asked. */
async function startPoisonedCache(): Promise<{
  readonly url: string;
  poison(isOn: boolean): void;
  close(): void;
}> {
  let isPoisoned = false;
  const sockets = new Set<Socket>();
  const answer = (words: readonly string[]): string => {
    const [command = '', about = ''] = words;
    if (command === 'HELLO')
      return about === '3' ? '%1\r\n$5\r\nproto\r\n:3\r\n' : '*2\r\n$5\r\nproto\r\n:2\r\n';
    if (command !== 'GET') return '+OK\r\n';
    return isPoisoned ? `$${POISON.length}\r\n${POISON}\r\n` : '$-1\r\n';
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    let waiting = '';
    socket.on('data', (bytes) => {
      waiting += bytes.toString('latin1');
      const { commands, rest } = readCommands(waiting);
      waiting = rest;
      socket.write(commands.map(answer).join(''));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    poison: (isOn) => {
      isPoisoned = isOn;
    },
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Whole commands (`*2\r\n$3\r\nGET\r\n$1\r\na\r\n`), and what is left. */
function readCommands(text: string): {
  readonly commands: readonly (readonly string[])[];
  readonly rest: string;
} {
  const commands: string[][] = [];
  let rest = text;
  for (;;) {
    const [head = '', count] = /^\*(\d+)\r\n/.exec(rest) ?? [];
    if (count === undefined) return { commands, rest };
    const words: string[] = [];
    let at = head.length;
    while (words.length < Number(count)) {
      const [size = '', bytes] = /^\$(\d+)\r\n/.exec(rest.slice(at)) ?? [];
      const end = at + size.length + Number(bytes ?? 0) + 2;
      if (bytes === undefined || end > rest.length) return { commands, rest };
      words.push(rest.slice(at + size.length, end - 2));
      at = end;
    }
    commands.push([words[0]?.toUpperCase() ?? '', ...words.slice(1)]);
    rest = rest.slice(at);
  }
}

export const sharedCachePoisoned: Fault = poisonedFault();

function poisonedFault(): Fault {
  let cache: Awaited<ReturnType<typeof startPoisonedCache>> | undefined;
  return {
    name: 'shared-cache-poisoned',
    what: 'The cache that replicas share tells a wrong route for every request, under a forged seal.',
    users: 'Nothing: a finding without a seal of our own is not used.',
    kinds: ['examples', 'rule'],
    async prepare(cleanUp) {
      const started = await startPoisonedCache();
      cache = started;
      cleanUp.add(() => {
        started.close();
      });
      return {
        registry: checkedRegistry({ policy: 'fastHead: false, decisionCache: { nearDuplicates: false }' }),
        flags: ['--shared-cache', started.url],
        env: { DRAGOMAN_HASH_KEY: 'a key of this fault, of 32 bytes or more' },
      };
    },
    start: (stack) => {
      cache?.poison(true);
      return Promise.resolve({
        end: () => {
          cache?.poison(false);
          return Promise.resolve();
        },
        async seen() {
          const now = await scrape(stack.admin);
          const counts = ['hit', 'miss', 'refused', 'late'].map(
            (shared_lookup) =>
              `${now.sum('dragoman_shared_cache_lookups_total', { shared_lookup })} ${shared_lookup}`,
          );
          return `dragoman_shared_cache_lookups_total: ${counts.join(', ')}`;
        },
      });
    },
  };
}
