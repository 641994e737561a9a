import { DragomanError } from '../../errors.js';
import type { StoreKind } from '../store-kind.js';

/** A file: `sqlite:/var/lib/dragoman/records.db`, `sqlite:records.db` (from the working folder), `sqlite::memory:`. */
export const sqliteKind: StoreKind = {
  schemes: ['sqlite'],
  form: 'sqlite:FILE',
  read(url) {
    const path = pathOf(url);
    return {
      shown: `sqlite:${path}`,
      async open({ mustExist = false }) {
        const { openSqlite } = await import('./open-sqlite.js');
        return openSqlite({ path, mustExist });
      },
    };
  },
};

/** `sqlite:///path` and `sqlite:/path` mean the same. */
function pathOf(url: string): string {
  const path = url.slice('sqlite:'.length).replace(/^\/\/(?=\/)/, '');
  if (path !== '' && !path.startsWith('//')) return path;
  throw new DragomanError('usage', `"${url}" names no file; give ${sqliteKind.form}`);
}
