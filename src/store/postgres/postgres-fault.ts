import { DragomanError } from '../../errors.js';
import { RefusedRow } from '../refused-row.js';

/** What a person can do, by the beginning of the SQLSTATE, or by the code that Node.js gives a failed connection. */
const SAYINGS: readonly (readonly [string, string])[] = [
  ['28', 'user or password are refused; check both'],
  ['3D000', 'there is no such database; make it, or name another'],
  ['42501', 'the user lacks a privilege; let it create and write tables there'],
  ['53100', "the server's disk is full; free some space, or keep less (retention)"],
  ['53300', 'the server has too many connections; raise its max_connections'],
  ['25006', 'the server only reads; name the primary'],
  ['55P03', 'a table is locked for too long; wait'],
  ['57014', 'the statement took too long'],
  ['57P', 'the server shuts down or starts'],
  ['ECONNREFUSED', 'nobody listens there; start the server, or check host and port'],
  ['ENOTFOUND', 'there is no such host; check its name'],
  ['EAI_AGAIN', "the host's name cannot be looked up; check it, and the network"],
];

/**
 * By the beginning of the SQLSTATE: a value that its type, its column or the database's encoding cannot hold, and one that is
 * too long for an index.
 */
const REFUSALS = ['22', '23502', '54000'];

/**
 * A fault of the server or of the way to it; or a row that it can never take.
 *
 * @param shown the URL without its password
 */
export function postgresFault(error: unknown, shown: string): DragomanError | RefusedRow {
  if (error instanceof DragomanError || error instanceof RefusedRow) return error;
  const code = codeOf(error);
  const message = error instanceof Error && error.message !== '' ? error.message : code;
  if (REFUSALS.some((prefix) => code.startsWith(prefix))) {
    return new RefusedRow(`the records at ${shown} cannot take a row: ${message}`, { cause: error });
  }
  const advice = SAYINGS.find(([prefix]) => code.startsWith(prefix))?.[1];
  const says = [advice, message].filter((text) => text !== undefined && text !== '').join(': ');
  return new DragomanError('store_unavailable', `the records at ${shown} are not available: ${says}`, {
    cause: error,
  });
}

/** Whether an error that {@link postgresFault} told has this SQLSTATE. */
export function isSqlState(error: unknown, state: string): boolean {
  return error instanceof DragomanError && codeOf(error.cause) === state;
}

/** SQLSTATE, or a code of Node.js; empty for neither. */
function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
