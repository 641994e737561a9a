import { DragomanError } from '../errors.js';

/** Where records are kept. */
export type StoreAddress =
  | { readonly kind: 'sqlite'; readonly path: string }
  | {
      readonly kind: 'postgres';
      /** With its password: never to be shown. */
      readonly url: string;
      /** Without password and settings, for messages. */
      readonly shown: string;
    };

const SQLITE = 'sqlite:';
const EXPECTED = 'sqlite:FILE or postgres://USER:PASSWORD@HOST:PORT/DATABASE';

/**
 * Reads the URL of a store: `sqlite:/var/lib/dragoman/records.db`, `sqlite:records.db` (from the working folder),
 * `sqlite::memory:`, `postgres://user:password@host:5432/database`.
 *
 * @throws DragomanError `usage`; its message holds no password
 */
export function parseStoreUrl(text: string): StoreAddress {
  if (text.startsWith(SQLITE)) return { kind: 'sqlite', path: sqlitePath(text) };
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1];
  if (scheme === 'postgres' || scheme === 'postgresql') return postgresAddress(text);
  if (scheme !== undefined) {
    throw new DragomanError('usage', `no records can be kept at a ${scheme}: URL; give ${EXPECTED}`);
  }
  // What has no scheme may be anything, a password as well.
  throw new DragomanError('usage', `the URL of the records has no scheme; give ${EXPECTED}`);
}

/** `sqlite:///path` and `sqlite:/path` mean the same. */
function sqlitePath(text: string): string {
  const path = text.slice(SQLITE.length).replace(/^\/\/(?=\/)/, '');
  if (path !== '' && !path.startsWith('//')) return path;
  throw new DragomanError('usage', `"${text}" names no file; give ${SQLITE}FILE`);
}

function postgresAddress(text: string): StoreAddress {
  if (!URL.canParse(text)) {
    throw new DragomanError(
      'usage',
      `the postgres: URL cannot be read; give ${EXPECTED}, special characters escaped as %XX`,
    );
  }
  const { protocol, username, host, pathname } = new URL(text);
  const shown = `${protocol}//${username === '' ? '' : `${username}@`}${host}${pathname}`;
  return { kind: 'postgres', url: text, shown };
}
