import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { envoyBinary } from '../../demo/envoy-binary.js';

/** A running Envoy. Both addresses are chosen by the system where the configuration says port 0. */
export interface EnvoyProcess {
  readonly pid: number;
  /** Base URL of the listener `llm`. */
  readonly url: string;
  /** Base URL of the admin interface. */
  readonly admin: string;
  /** Base URL of another listener; undefined while there is none of that name. */
  listener(name: string): Promise<string | undefined>;
  /** What it has written so far: warnings, and one JSON line a request. */
  output(): string;
  /** Value of one statistic; undefined when there is none of that name. */
  stat(name: string): Promise<number | undefined>;
  /** Ends when the process has. */
  stop(): Promise<void>;
}

const START_DEADLINE_MS = 30_000;

/**
 * Starts Envoy with `directory/envoy.yaml`; resolves when its listener answers.
 * @param environment added to this process's own
 */
export async function startEnvoy(
  directory: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<EnvoyProcess> {
  const addressFile = join(directory, 'admin-address');
  rmSync(addressFile, { force: true });
  const flags = ['--concurrency', '1', '--disable-hot-restart', '-l', 'warn', '--drain-time-s', '1'];
  const child = spawn(
    await envoyBinary(),
    ['-c', join(directory, 'envoy.yaml'), '--admin-address-path', addressFile, ...flags],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...environment } },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  try {
    const admin = await eventually(child, () => adminUrl(addressFile));
    const url = await eventually(child, () => listenerUrl(admin, 'llm'));
    return {
      pid: child.pid ?? 0,
      url,
      admin,
      listener: (name) => listenerUrl(admin, name),
      output: () => output,
      stat: (name) => statistic(admin, name),
      stop: () => stop(child),
    };
  } catch (error) {
    await stop(child);
    throw new Error(`Envoy did not start. It wrote:\n${output.slice(-4000)}`, { cause: error });
  }
}

async function eventually<T>(child: ChildProcess, probe: () => Promise<T | undefined>): Promise<T> {
  const end = Date.now() + START_DEADLINE_MS;
  while (Date.now() < end && child.exitCode === null && child.signalCode === null) {
    const value = await probe().catch(() => undefined);
    if (value !== undefined) return value;
    await sleep(20);
  }
  throw new Error(child.exitCode === null ? 'too slow' : `exit code ${child.exitCode}`);
}

function adminUrl(addressFile: string): Promise<string | undefined> {
  const address = existsSync(addressFile) ? readFileSync(addressFile, 'utf8') : '';
  return Promise.resolve(address === '' ? undefined : `http://${address}`);
}

interface Listeners {
  readonly listener_statuses?: readonly {
    readonly name: string;
    readonly local_address: {
      readonly socket_address: { readonly address: string; readonly port_value: number };
    };
  }[];
}

async function listenerUrl(admin: string, wanted: string): Promise<string | undefined> {
  const ready = await fetch(`${admin}/ready`);
  if (ready.status !== 200) return undefined;
  const { listener_statuses: all = [] } = (await (
    await fetch(`${admin}/listeners?format=json`)
  ).json()) as Listeners;
  const address = all.find(({ name }) => name === wanted)?.local_address.socket_address;
  return address && `http://${address.address}:${address.port_value}`;
}

async function statistic(admin: string, name: string): Promise<number | undefined> {
  const pattern = encodeURIComponent(`^${name.replaceAll('.', '\\.')}$`);
  const text = await (await fetch(`${admin}/stats?filter=${pattern}`)).text();
  const value = /: (\d+)\n$/.exec(text)?.[1];
  return value === undefined ? undefined : Number(value);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
