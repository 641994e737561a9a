import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One for all threads of a process. */
const folder = (): string => join(tmpdir(), `dragoman-fuzz-${process.pid}`);

/** A fresh folder for a target's files and sockets. */
export function scratchFolder(): string {
  mkdirSync(folder(), { recursive: true });
  return mkdtempSync(join(folder(), 't-'));
}

/** Removes all that {@link scratchFolder} made in this process; to be called when its targets are done. */
export function removeScratchFolders(): void {
  rmSync(folder(), { recursive: true, force: true });
}
