import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@redis/client';
import { type Child, startChild } from '../../demo/child-process.js';
import { randomFreePort } from '../../demo/free-port.js';
import { eventually } from './eventually.js';

/** A Redis server of a test's own, on loopback, that keeps nothing on disk. */
export interface RedisServer {
  readonly url: string;
  readonly port: number;
  /** Of the process that runs now. */
  pid(): number;
  /** Kills the process, with all that it knows. */
  kill(): Promise<void>;
  /** Starts it again on the same port, empty. */
  restart(): Promise<void>;
  /** Runs one command by a connection of its own. */
  command(...words: readonly string[]): Promise<unknown>;
  /** Ends the server for good. */
  remove(): Promise<void>;
}

export interface RedisServerOptions {
  /** More arguments of `redis-server`, such as `['--maxmemory', '1mb']`. */
  readonly args?: readonly string[];
  /** Of the default user; default none. */
  readonly password?: string;
}

/** Path of the server's program, as `npm test` sets it. */
function program(): string {
  const path = process.env['DRAGOMAN_REDIS'];
  if (path !== undefined) return path;
  throw new Error(
    'DRAGOMAN_REDIS is not set; run these tests by npm test, or set it to the path of redis-server',
  );
}

export async function startRedis({ args = [], password }: RedisServerOptions = {}): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), 'dragoman-redis-'));
  const port = await randomFreePort();
  const url = `redis://${password === undefined ? '' : `:${password}@`}127.0.0.1:${port}`;
  const start = async (): Promise<Child> => {
    let isReady = false;
    const child = startChild({
      name: 'Redis',
      command: program(),
      args: [
        ...[
          '--port',
          String(port),
          '--bind',
          '127.0.0.1',
          '--save',
          '',
          '--appendonly',
          'no',
          '--dir',
          folder,
        ],
        ...(password === undefined ? [] : ['--requirepass', password]),
        ...args,
      ],
      logFile: join(folder, 'log'),
      onLine: (line) => {
        if (line.includes('Ready to accept connections')) isReady = true;
      },
    });
    void child.ended.then((how) => {
      if (!isReady) throw new Error(`Redis ended with ${how}: ${child.lastLines().join('\n')}`);
    });
    await eventually('Redis accepts connections', () => isReady);
    return child;
  };
  let child = await start();
  const kill = async (): Promise<void> => {
    child.signal('SIGKILL');
    await child.ended;
  };
  return {
    ...{ url, port, kill },
    pid: () => child.pid,
    async restart() {
      child = await start();
    },
    async command(...words) {
      const client = await createClient({ url })
        .on('error', () => undefined)
        .connect();
      try {
        return await client.sendCommand(words);
      } finally {
        client.destroy();
      }
    },
    async remove() {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
