import { DragomanError } from '../../errors.js';

/** Where a Redis or a Valkey listens. */
export interface RedisAddress {
  /** With its password: never to be shown. */
  readonly url: string;
  /** Without the password, for messages. */
  readonly shown: string;
}

const EXPECTED = 'redis://USER:PASSWORD@HOST:PORT/DATABASE, or rediss:// for TLS';
const DATABASE = /^\/?(\d{1,4})?$/;

/**
 * Reads `redis://host`, `redis://:password@host:6379/0`, `rediss://user:password@host:6380`. The port is 6379 and the
 * database 0 without one. https://www.iana.org/assignments/uri-schemes/prov/redis
 *
 * @throws DragomanError `usage`; its message holds no password
 */
export function parseRedisUrl(text: string): RedisAddress {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1]?.toLowerCase();
  if (scheme !== 'redis' && scheme !== 'rediss') {
    // What has no scheme may be anything, a password as well.
    const given = scheme === undefined ? 'has no scheme' : `is a ${scheme}: URL`;
    throw new DragomanError('usage', `the URL of the shared cache ${given}; give ${EXPECTED}`);
  }
  if (!URL.canParse(text)) {
    throw new DragomanError(
      'usage',
      `the ${scheme}: URL of the shared cache cannot be read; give ${EXPECTED}, special characters escaped as %XX`,
    );
  }
  const { protocol, username, password, hostname, host, pathname } = new URL(text);
  // A name alone may be a password that lacks the colon in front of it.
  const shown = `${protocol}//${username === '' || password === '' ? '' : `${username}@`}${host}${pathname}`;
  if (hostname === '') {
    throw new DragomanError('usage', `the shared cache ${shown} names no host; give ${EXPECTED}`);
  }
  if (!DATABASE.test(pathname)) {
    throw new DragomanError(
      'usage',
      `the shared cache ${shown}: "${pathname.slice(1)}" is no number of a database; give ${EXPECTED}`,
    );
  }
  if (!isEscapedWell(username) || !isEscapedWell(password)) {
    throw new DragomanError(
      'usage',
      `user or password of the shared cache at ${host} are not well escaped; write a % as %25`,
    );
  }
  return { url: text, shown };
}

function isEscapedWell(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
