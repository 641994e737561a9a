import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { DragomanError } from '../../errors.js';

/** A user's name and password, or a token in place of one. Never to be shown. */
export interface Login {
  readonly user: string;
  readonly password: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The login for a host: `DRAGOMAN_REGISTRY_USER` and `DRAGOMAN_REGISTRY_PASSWORD`, else what `docker login` wrote into
 * `$DOCKER_CONFIG/config.json`, or into `~/.docker/config.json`. Programs that such a file names are not run.
 *
 * @param host with its port, such as `registry.example:5000`
 * @throws DragomanError `usage` for one variable without the other, and for a damaged file
 */
export async function readLogin(host: string, environment: Environment): Promise<Login | undefined> {
  const user = environment['DRAGOMAN_REGISTRY_USER'] ?? '';
  const password = environment['DRAGOMAN_REGISTRY_PASSWORD'] ?? '';
  if (user !== '' && password !== '') return { user, password };
  if (user !== '' || password !== '') {
    const missing = user === '' ? 'DRAGOMAN_REGISTRY_USER' : 'DRAGOMAN_REGISTRY_PASSWORD';
    throw new DragomanError('usage', `${missing} is not set, and the other one is; set both, or neither`);
  }
  const folder = environment['DOCKER_CONFIG'] ?? join(environment['HOME'] ?? homedir(), '.docker');
  return loginOfFile(join(folder, 'config.json'), host);
}

/** The value of an `authorization` header. */
export function basicAuthorization({ user, password }: Login): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

async function loginOfFile(path: string, host: string): Promise<Login | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const { auths = {} } = JSON.parse(text) as { auths?: Readonly<Record<string, DockerAuth>> };
    return loginOf(auths[host] ?? auths[`https://${host}`]);
  } catch {
    throw new DragomanError('usage', `${path} is no valid configuration of Docker; mend it, or remove it`);
  }
}

interface DockerAuth {
  /** `user:password` in Base64. */
  readonly auth?: string;
  readonly username?: string;
  readonly password?: string;
}

function loginOf(entry: DockerAuth | undefined): Login | undefined {
  if (entry?.username !== undefined && entry.password !== undefined) {
    return { user: entry.username, password: entry.password };
  }
  const pair = Buffer.from(entry?.auth ?? '', 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  return colon < 1 ? undefined : { user: pair.slice(0, colon), password: pair.slice(colon + 1) };
}
