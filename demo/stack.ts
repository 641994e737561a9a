import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startChild, type Child } from './child-process.js';
import { NODE_ENVIRONMENT, NODE_FLAGS } from './node-flags.js';
import { isOk, waitFor } from './wait-for.js';

export interface RouterOptions {
  /** Folder of registry documents. */
  readonly registry: string;
  /** Scratch folder with a short path: it holds the Unix socket (at most 107 bytes) and Envoy's configuration. */
  readonly work: string;
  /** Folder of the log files. */
  readonly logs: string;
  readonly envoy: string;
  /** Command line that runs `dragoman`; its verb and flags are appended. Default: this package's, with this Node. */
  readonly program?: readonly string[];
  /** Ports on 127.0.0.1. */
  readonly ports: {
    readonly listener: number;
    readonly internal: number;
    readonly envoyAdmin: number;
    readonly admin: number;
  };
  /** More flags of `dragoman serve`. */
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Called for each line that Dragoman logs. */
  readonly onLogLine?: (line: string) => void;
  /** Ends a start that is under way: it rejects, and nothing is left running. */
  readonly signal?: AbortSignal;
}

/** Dragoman and the Envoy in front of it. */
export interface Router {
  /** Base URL of Envoy's listener, without `/v1`. */
  readonly url: string;
  /** Base URL of Dragoman's admin server. */
  readonly admin: string;
  readonly envoyAdmin: string;
  readonly envoy: Child;
  /** The Dragoman that runs now. */
  dragoman(): Child;
  /** Starts Dragoman again after it was stopped or killed; resolves when it is ready. */
  restartDragoman(): Promise<void>;
  /** Stops Envoy first, so that no request meets a half-stopped pair. */
  stop(): Promise<void>;
}

const MAIN = fileURLToPath(new URL('../src/cli/main.js', import.meta.url));

/** Starts `dragoman serve`, then Envoy with the configuration it wrote; resolves when requests are decided. */
export async function startRouter(options: RouterOptions): Promise<Router> {
  await mkdir(options.logs, { recursive: true });
  const urlOf = (port: number): string => `http://127.0.0.1:${port}`;
  const admin = urlOf(options.ports.admin);
  const url = urlOf(options.ports.listener);
  let dragoman = startDragoman(options);
  let envoy: Child | undefined;
  try {
    await waitFor('Dragoman', () => isOk(`${admin}/readyz`), dragoman, options.signal);
    envoy = startEnvoy(options);
    await waitFor('Envoy', () => isDeciding(url), envoy, options.signal);
  } catch (error) {
    await envoy?.stop();
    await dragoman.stop();
    throw error;
  }
  const running = envoy;
  return {
    url,
    admin,
    envoyAdmin: urlOf(options.ports.envoyAdmin),
    envoy: running,
    dragoman: () => dragoman,
    restartDragoman: async () => {
      await dragoman.stop();
      dragoman = startDragoman(options);
      await waitFor('Dragoman', () => isOk(`${admin}/readyz`), dragoman);
      await waitFor('Envoy', () => isDeciding(url), running);
    },
    stop: async () => {
      await running.stop();
      await dragoman.stop();
    },
  };
}

function startDragoman(options: RouterOptions): Child {
  const { work, ports } = options;
  const [command = '', ...flags] = options.program ?? [process.execPath, ...NODE_FLAGS, MAIN];
  return startChild({
    name: 'Dragoman',
    command,
    args: [
      ...flags,
      'serve',
      options.registry,
      ...['--listen', `unix:${join(work, 'extproc.sock')}`],
      ...['--admin', `127.0.0.1:${ports.admin}`],
      ...['--xds', join(work, 'xds')],
      ...['--envoy-listen', `127.0.0.1:${ports.listener}`],
      ...['--envoy-internal', `127.0.0.1:${ports.internal}`],
      ...['--envoy-admin', `127.0.0.1:${ports.envoyAdmin}`],
      ...(options.flags ?? []),
    ],
    logFile: join(options.logs, 'dragoman.log'),
    env: { ...NODE_ENVIRONMENT, ...options.env },
    ...(options.onLogLine === undefined ? {} : { onLine: options.onLogLine }),
  });
}

function startEnvoy(options: RouterOptions): Child {
  // Envoy's `misc` warns of every extension that is not yet called stable.
  const flags = [
    '--concurrency',
    '1',
    '--disable-hot-restart',
    '-l',
    'warn',
    '--component-log-level',
    'misc:error',
  ];
  return startChild({
    name: 'Envoy',
    command: options.envoy,
    args: ['-c', join(options.work, 'xds/envoy.yaml'), ...flags],
    logFile: join(options.logs, 'envoy.log'),
  });
}

/** Only Dragoman lists `auto` among the models, so this answer has passed both. */
async function isDeciding(url: string): Promise<boolean> {
  const response = await fetch(`${url}/v1/models`, { signal: AbortSignal.timeout(2000) });
  const text = await response.text();
  return response.status === 200 && text.includes('"auto"');
}
