import { existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DragomanError, reasonOf } from '../../errors.js';
import { RefusedRow } from '../refused-row.js';
import { UnfitFile } from './migrate.js';

/** What went wrong with a file, told to a person. */
export interface StoreFault {
  /** `row_refused`: the file is well, but can never take what was to be written. */
  readonly code: 'store_unavailable' | 'store_newer' | 'row_refused';
  readonly message: string;
  /** Whether the connection is of no use any more; the next call opens another. */
  readonly isLost: boolean;
}

interface Saying {
  readonly says: string;
  readonly isLost: boolean;
}

/** By the beginning of SQLite's result code. */
const SAYINGS: readonly (readonly [string, Saying])[] = [
  ['SQLITE_FULL', { says: 'the disk is full; free some space, or keep less (retention)', isLost: false }],
  [
    'SQLITE_BUSY',
    { says: 'another process has locked it for too long; stop that process, or wait', isLost: false },
  ],
  ['SQLITE_LOCKED', { says: 'it is locked; try again', isLost: false }],
  [
    'SQLITE_READONLY',
    { says: 'it cannot be written; check the permissions of the file and of its folder', isLost: true },
  ],
  [
    'SQLITE_CANTOPEN',
    { says: 'it cannot be opened; check the permissions of the file and of its folder', isLost: true },
  ],
  ['SQLITE_NOTADB', { says: 'it is no SQLite database; name another file', isLost: true }],
  [
    'SQLITE_CORRUPT',
    { says: 'it is damaged; move it away (a new one is made), or put a copy in its place', isLost: true },
  ],
  ['SQLITE_IOERR', { says: 'the disk failed or is full; check it', isLost: true }],
];

/** By the beginning of SQLite's result code: what is against the columns, or longer than SQLite's texts may be. */
const REFUSALS = ['SQLITE_CONSTRAINT', 'SQLITE_MISMATCH', 'SQLITE_TOOBIG'];

/** What libsql says, in place of a code, when it cannot even open a file: SQLite's number for "cannot open". */
const CANNOT_OPEN = /Unable to open connection.*: 14/;

/** The fault behind an error of SQLite, of a migration, or of a document that cannot be unpacked. */
export function faultOf(error: unknown, path: string): StoreFault {
  const { message, code: result } = describe(error);
  if (REFUSALS.some((prefix) => result.startsWith(prefix))) {
    return {
      code: 'row_refused',
      message: `the records in ${path} cannot take a row: ${message}`,
      isLost: false,
    };
  }
  const { says, isLost } = sayingOf(error, path);
  const code = error instanceof UnfitFile && error.kind === 'newer' ? 'store_newer' : 'store_unavailable';
  return { code, message: `the records in ${path} are not available: ${says}`, isLost };
}

/** The error that a fault is to whoever called the store. */
export function errorOfFault({ code, message }: StoreFault): DragomanError | RefusedRow {
  return code === 'row_refused' ? new RefusedRow(message) : new DragomanError(code, message);
}

function sayingOf(error: unknown, path: string): Saying {
  const { message, code } = describe(error);
  if (error instanceof UnfitFile) return { says: `the file ${message}`, isLost: true };
  if (CANNOT_OPEN.test(message)) return { says: whyNotOpened(path), isLost: true };
  const found = SAYINGS.find(([prefix]) => code.startsWith(prefix))?.[1];
  return found ?? { says: `${message}${code === '' ? '' : ` (${code})`}`, isLost: true };
}

function describe(error: unknown): { readonly message: string; readonly code: string } {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return { message: reasonOf(error), code };
}

function whyNotOpened(path: string): string {
  const folder = dirname(path);
  if (!existsSync(folder)) return `the folder ${folder} does not exist; make it`;
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) {
    return 'it is a folder; name a file in it';
  }
  return 'it cannot be opened; check the permissions of the file and of its folder';
}
