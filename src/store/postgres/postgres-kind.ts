import { DragomanError } from '../../errors.js';
import type { StoreKind } from '../store-kind.js';

/** A server: `postgres://user:password@host:5432/database`. */
export const postgresKind: StoreKind = {
  schemes: ['postgres', 'postgresql'],
  form: 'postgres://USER:PASSWORD@HOST:PORT/DATABASE',
  read(url) {
    const shown = shownOf(url);
    return {
      shown,
      async open({ statementMs = 60_000 }) {
        const { openPostgres } = await import('./open-postgres.js');
        return openPostgres({ url, shown, statementMs });
      },
    };
  },
};

function shownOf(url: string): string {
  if (!URL.canParse(url)) {
    throw new DragomanError(
      'usage',
      `the postgres: URL cannot be read; give ${postgresKind.form}, special characters escaped as %XX`,
    );
  }
  const { protocol, username, host, pathname } = new URL(url);
  return `${protocol}//${username === '' ? '' : `${username}@`}${host}${pathname}`;
}
