import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { flagMessage } from '../src/cli/manual/flag-message.js';
import { didYouMeanPath } from '../src/config/nearest-path.js';
import { DragomanError } from '../src/errors.js';

export interface DemoOptions {
  /** Send the prompts, check them, stop. */
  readonly once: boolean;
  /** File of recorded requests to send in place of the prompts. */
  readonly replay: string | undefined;
  /** Base URLs of the user's own servers, cheapest first; empty for the stand-ins. */
  readonly pool: readonly string[];
  /** Folder of the user's own registry, which is served as it is; `undefined` for the demonstration's. */
  readonly registry: string | undefined;
  /** Envoy's port on 127.0.0.1; `undefined` for the usual one, or the next that is free. */
  readonly port: number | undefined;
  /** Port of Dragoman's admin server on 127.0.0.1; `undefined` likewise. */
  readonly adminPort: number | undefined;
  readonly help: boolean;
}

/** Envoy's, unless another is asked for or this one is taken. */
export const DEFAULT_PORT = 10_000;

export const DEFAULT_ADMIN_PORT = 9902;

export const USAGE = `npm start -- [DIR | --pool URL...] [--once] [--replay FILE] [--port N] [--admin-port N]

  DIR            serve your own registry, and changes of it; a model at 127.0.0.1 that nobody serves gets a stand-in

  --once         send the demo prompts, check at the models' side who answered, stop
  --replay FILE  send recorded requests instead: JSONL (.gz or plain), one {"headers": {}, "body": {}} a line
  --pool URL...  use your own OpenAI-compatible servers, cheapest first, such as http://localhost:8000/v1
  --port N       port of Envoy's listener (default ${DEFAULT_PORT}, or the next free one when that is taken)
  --admin-port N port of Dragoman's admin server and console (default ${DEFAULT_ADMIN_PORT}, or the next free one likewise)
`;

/** @throws DragomanError `usage` for an unknown flag, a bad value or a path that does not exist */
export function parseOptions(args: readonly string[], env = process.env): DemoOptions {
  refuseFlagsOfNpm(env);
  const { values, positionals } = parse(args);
  const pool = values.pool === undefined ? [] : [...values.pool, ...positionals];
  const [registry, ...rest] = values.pool === undefined ? positionals : [];
  if (registry !== undefined && /^https?:/.test(registry)) {
    throw new DragomanError('usage', `Servers are named with --pool: npm start -- --pool ${registry}`);
  }
  if (rest.length > 0) {
    throw new DragomanError('usage', `Unexpected argument "${rest.join(' ')}".\n\n${USAGE}`);
  }
  const wrong = pool.find((url) => !/^https?:\/\/[^/]+/.test(url));
  if (wrong !== undefined) {
    throw new DragomanError('usage', `--pool takes http or https URLs, not "${wrong}".`);
  }
  if (registry !== undefined && values.once) {
    throw new DragomanError('usage', `--once goes with the demo's registry only, not with ${registry}.`);
  }
  if (!values.help) {
    checkExists(registry);
    checkExists(values.replay, '--replay ');
  }
  return {
    once: values.once,
    replay: values.replay,
    pool: pool.map((url) => url.replace(/\/+$/, '')),
    registry,
    port: portOf('port', values.port),
    adminPort: portOf('admin-port', values['admin-port']),
    help: values.help,
  };
}

/** Without `--` before them npm takes flags for its own, and all that is left of them stands in the environment. */
function refuseFlagsOfNpm(env: NodeJS.ProcessEnv): void {
  const taken = Object.keys(FLAGS).find((flag) => env[`npm_config_${flag.replace('-', '_')}`] === 'true');
  if (taken === undefined) return;
  const message = `npm took --${taken} for a flag of its own; write -- before the flags: npm start -- --${taken} ...`;
  throw new DragomanError('usage', message);
}

function checkExists(path: string | undefined, flag = ''): void {
  if (path === undefined || existsSync(path)) return;
  throw new DragomanError('usage', `${flag}${path} does not exist${didYouMeanPath(path)}`);
}

function portOf(flag: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const port = Number(value);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new DragomanError('usage', `--${flag} takes a number from 1 to 65535, not "${value}".`);
}

type Parsed = ReturnType<typeof parseStrictly>;

function parse(args: readonly string[]): Parsed {
  try {
    return parseStrictly(args);
  } catch (error) {
    const reason =
      error instanceof Error ? flagMessage(error, 'npm start', Object.keys(FLAGS)) : String(error);
    throw new DragomanError('usage', `${reason}\n\n${USAGE}`, { cause: error });
  }
}

const FLAGS = {
  once: { type: 'boolean', default: false },
  replay: { type: 'string' },
  pool: { type: 'string', multiple: true },
  port: { type: 'string' },
  'admin-port': { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

function parseStrictly(args: readonly string[]) {
  return parseArgs({ args: [...args], allowPositionals: true, options: FLAGS });
}
