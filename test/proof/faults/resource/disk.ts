import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Fault } from '../fault.js';
import { dragomanCommand } from './dragoman-command.js';
import { type Shim, type Trouble, makeShim, shimUnavailable } from './shim.js';
import { watchStore } from './seen-metrics.js';

const UNTOUCHED = 'Nothing: records wait in memory, and no answer waits for a record.';

/** EIO of Linux. */
const IO_ERROR = 5;

export const slowDisk: Fault = troubledDisk(
  'slow-disk',
  'Each write and each sync of the store takes 300 ms.',
  { delayMs: 300 },
);

export const brokenDisk: Fault = troubledDisk(
  'broken-disk',
  'Each write and each sync of the store fails with EIO.',
  { error: IO_ERROR },
);

function troubledDisk(name: string, what: string, trouble: Trouble): Fault {
  let shim: Shim | undefined;
  return {
    ...{ name, what, users: UNTOUCHED, requires: shimUnavailable },
    prepare: (cleanUp) => {
      shim = makeShim(cleanUp);
      return Promise.resolve({
        env: shim.env,
        flags: ['--records', `sqlite:${join(shim.folder, 'records.db')}`],
      });
    },
    start: (stack) => {
      const store = watchStore(stack, `sqlite:${join(shim?.folder ?? '', 'records.db')}`);
      shim?.set(trouble);
      return Promise.resolve({
        async end() {
          await store.noteFailing();
          shim?.set({});
        },
        seen: () => store.told(),
      });
    },
  };
}

const DISK_MIB = 8;
const NAMESPACE = process.getuid?.() === 0 ? ['-m'] : ['-Urm'];
const MOUNT = `mount -t tmpfs -o size=${DISK_MIB}m tmpfs "$0" && exec "$@"`;

/** A real one: a file system of some MiB, in a mount namespace of Dragoman's own. */
export const fullDisk: Fault = fullDiskFault();

function fullDiskFault(): Fault {
  let folder = '';
  return {
    name: 'full-disk',
    what: `The store's disk, of ${DISK_MIB} MiB, is filled to the last byte by another program.`,
    users: UNTOUCHED,
    requires: () =>
      spawnSync('unshare', [...NAMESPACE, 'true']).status === 0
        ? undefined
        : 'needs mount namespaces (unshare)',
    prepare: (cleanUp) => {
      folder = mkdtempSync(join(tmpdir(), 'dragoman-disk-'));
      cleanUp.add(() => {
        rmSync(folder, { recursive: true, force: true });
      });
      return Promise.resolve({
        program: () => ['unshare', ...NAMESPACE, 'sh', '-c', MOUNT, folder, ...dragomanCommand()],
        flags: ['--records', `sqlite:${join(folder, 'records.db')}`],
      });
    },
    start: (stack) => {
      const disk = join(`/proc/${stack.dragoman().pid}/root`, folder);
      const store = watchStore(stack, `sqlite:${join(disk, 'records.db')}`);
      const filler = join(disk, 'filler');
      fill(filler);
      return Promise.resolve({
        async end() {
          await store.noteFailing();
          rmSync(filler);
        },
        seen: () => store.told(),
      });
    },
  };
}

/** Appends smaller and smaller pieces until not a byte fits. */
function fill(file: string): void {
  for (let bytes = 65_536; bytes >= 1; bytes = Math.floor(bytes / 2)) {
    try {
      for (;;) appendFileSync(file, Buffer.alloc(bytes));
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
    }
  }
}
