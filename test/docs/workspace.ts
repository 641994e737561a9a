import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageRoot } from '../../src/package-root.js';

/** What a reader has after `git clone` and `npm run setup`, for one page. */
export interface Workspace {
  /** A copy of the repository's folder. */
  readonly folder: string;
  /** Stands for `/tmp`; its name is short enough for the path of a socket. */
  readonly temporary: string;
  /** Stands for the reader's own folder. */
  readonly home: string;
  /** For programs that are to be found first. */
  readonly programs: string;
  /** For what the tests keep aside. */
  readonly scratch: string;
  readonly remove: () => void;
}

/** Of the compiled program. */
export const BUILD: string = fileURLToPath(new URL('../..', import.meta.url));

/** What a page may change. Whatever else there is, is linked and only read. */
const COPIED: ReadonlySet<string> = new Set(['demo', 'docs', 'examples', 'helm', 'deploy']);
const LEFT_OUT = /^(\.git|\.cache|dist.*)$/;

export function makeWorkspace(): Workspace {
  const root = mkdtempSync(join(tmpdir(), 'page-'));
  const make = (name: string): string => {
    mkdirSync(join(root, name));
    return join(root, name);
  };
  const folder = make('dragoman');
  for (const name of readdirSync(packageRoot).filter((entry) => !LEFT_OUT.test(entry))) {
    if (COPIED.has(name)) cpSync(join(packageRoot, name), join(folder, name), { recursive: true });
    else symlinkSync(join(packageRoot, name), join(folder, name));
  }
  symlinkSync(BUILD, join(folder, 'dist'));
  return {
    folder,
    temporary: make('t'),
    home: make('home'),
    programs: make('bin'),
    scratch: make('scratch'),
    remove: () => {
      rmSync(root, { recursive: true, force: true });
    },
  };
}
