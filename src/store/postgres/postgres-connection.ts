import pg from 'pg';
import { postgresFault } from './postgres-fault.js';

export interface PostgresSettings {
  /** With its password: never to be shown. */
  readonly url: string;
  readonly shown: string;
  /** Longest run of a statement, in milliseconds. */
  readonly statementMs: number;
}

export type Row = readonly unknown[];

/** Runs one statement, with a value for each `?` in it. Rows are arrays. */
export type Query = (sql: string, values?: readonly unknown[]) => Promise<Row[]>;

/** A few connections to a server, made when they are needed: after a loss the next call makes another. */
export interface PostgresConnection {
  /** @throws DragomanError `store_unavailable`; RefusedRow */
  readonly query: Query;
  /** All of `work` or nothing. @throws DragomanError `store_unavailable`; RefusedRow */
  transaction<T>(work: (query: Query) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

const MOST_CONNECTIONS = 4;

/** Longest wait for a connection, in milliseconds. */
const CONNECT_MS = 5000;

/** Connects to nothing yet. */
export function createPostgresConnection(settings: PostgresSettings): PostgresConnection {
  const { url, shown, statementMs } = settings;
  const pool = new pg.Pool({
    connectionString: url,
    max: MOST_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: statementMs,
    // A server that is gone without a word cannot end its statements: we stop waiting by ourselves, a little later.
    query_timeout: statementMs + CONNECT_MS,
    keepAlive: true,
    application_name: 'dragoman',
  });
  // A connection that is lost while nobody uses it; the pool has dropped it already.
  pool.on('error', () => undefined);

  const use = async <T>(work: (query: Query) => Promise<T>): Promise<T> => {
    let client: pg.PoolClient | undefined;
    let isLost = true;
    try {
      client = await pool.connect();
      const value = await work(queryOf(client));
      isLost = false;
      return value;
    } catch (error) {
      throw postgresFault(error, shown);
    } finally {
      // After an error nobody knows in what state a connection is, and another is soon made.
      client?.release(isLost);
    }
  };
  return {
    query: (sql, values) => use((query) => query(sql, values)),
    transaction: (work) =>
      use(async (query) => {
        await query('BEGIN');
        const value = await work(query);
        await query('COMMIT');
        return value;
      }),
    close: () => pool.end(),
  };
}

function queryOf(client: pg.PoolClient): Query {
  return async (sql, values = []) => {
    const { rows } = await client.query<unknown[]>({
      text: numbered(sql),
      values: [...values],
      rowMode: 'array',
    });
    return rows;
  };
}

/** `?` as Postgres writes it; our statements hold no other. */
function numbered(sql: string): string {
  let count = 0;
  return sql.replaceAll('?', () => `$${++count}`);
}
