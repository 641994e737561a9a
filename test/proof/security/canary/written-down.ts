import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { objectOf } from '../../../../demo/stand-in/json.js';
import { askAdmin } from '../../../support/ask-admin.js';
import type { CanaryStack } from './canary-stack.js';
import type { Sent } from './send-canaries.js';

/** All that was written down, by where. */
export type WrittenDown = ReadonlyMap<string, Buffer>;

/** What lies in a folder and below it, but for what `isInput` names. */
export function filesIn(folder: string, isInput: (path: string) => boolean = () => false): WrittenDown {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
  const paths = files.map((file) => relative(folder, join(file.parentPath, file.name)));
  return new Map(
    paths.filter((path) => !isInput(path)).map((path) => [path, readFileSync(join(folder, path))]),
  );
}

/** Everything that the admin port answers to a GET, with and without the token; `ids` are decisions to look up. */
export async function readAdmin(
  { stack, token }: Pick<CanaryStack, 'stack' | 'token'>,
  ids: readonly string[],
): Promise<{ readonly withToken: WrittenDown; readonly without: WrittenDown }> {
  const port = Number(new URL(stack.admin).port);
  const document = objectOf((await askAdmin(port, '/openapi.json')).json());
  const paths = Object.entries(objectOf(document['paths']))
    .filter(([path, methods]) => 'get' in objectOf(methods) && path !== '/decisions/live')
    .flatMap(([path]) => (path === '/decisions/{id}' ? ids.map((id) => `/decisions/${id}`) : [path]));
  const read = async (headers: Readonly<Record<string, string>>): Promise<WrittenDown> => {
    const answers = new Map<string, Buffer>();
    for (const path of [...paths, '/nowhere']) {
      const { text, headers: told } = await askAdmin(port, path, { headers });
      answers.set(path, Buffer.from(JSON.stringify(told) + text));
    }
    return answers;
  };
  const accept = 'application/openmetrics-text; version=1.0.0';
  return { withToken: await read({ authorization: `Bearer ${token}`, accept }), without: await read({}) };
}

const ENVOY_PATHS = [
  '/config_dump',
  '/clusters',
  '/listeners',
  '/stats',
  '/server_info',
  '/certs',
  '/runtime',
];

/** What Envoy's own admin port tells. */
export async function readEnvoyAdmin({ stack }: Pick<CanaryStack, 'stack'>): Promise<WrittenDown> {
  const read = async (path: string): Promise<readonly [string, Buffer]> => [
    path,
    Buffer.from(await (await fetch(stack.envoyAdmin + path)).arrayBuffer()),
  ];
  return new Map(await Promise.all(ENVOY_PATHS.map(read)));
}

/** Names and values of everything in the shared cache. */
export async function readRedis({ redis }: Pick<CanaryStack, 'redis'>): Promise<WrittenDown> {
  const keys = (await redis.command('KEYS', '*')) as readonly string[];
  const read = async (key: string): Promise<readonly [string, Buffer]> => [
    key,
    Buffer.from(`${key} ${String(await redis.command('GET', key))}`),
  ];
  return new Map(await Promise.all(keys.map(read)));
}

/** Heads and bodies of what clients were answered, by the request's title. */
export function answersOf(sent: readonly Sent[]): WrittenDown {
  return new Map(
    sent.map(({ title, answer }) => [title, Buffer.from(JSON.stringify([...answer.headers]) + answer.text)]),
  );
}
