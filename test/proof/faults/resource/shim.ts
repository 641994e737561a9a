import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../../../src/package-root.js';
import type { CleanUp } from '../../../support/clean-up.js';

/** What is wrong with the disk and the clock of a process; nothing by default. */
export interface Trouble {
  /** Milliseconds that each write and sync below {@link Shim.folder} takes longer. */
  readonly delayMs?: number;
  /** Error number that each of them fails with, such as 5 (EIO). */
  readonly error?: number;
  /** Seconds by which the wall clock is ahead. */
  readonly clockSeconds?: number;
}

/** A library that is preloaded into Dragoman, and what it does there. */
export interface Shim {
  readonly env: Readonly<Record<string, string>>;
  /** Empty at first. */
  readonly folder: string;
  /** Holds at once, for all threads. */
  set(trouble: Trouble): void;
}

/** Why there can be none on this machine; undefined where there can. */
export function shimUnavailable(): string | undefined {
  if (process.platform !== 'linux') return 'a library is preloaded as Linux does it';
  return spawnSync('cc', ['--version']).status === 0 ? undefined : 'needs a C compiler called cc';
}

const PAGE_BYTES = 24;

export function makeShim(cleanUp: CleanUp): Shim {
  const work = mkdtempSync(join(tmpdir(), 'dragoman-shim-'));
  cleanUp.add(() => {
    rmSync(work, { recursive: true, force: true });
  });
  const library = join(work, 'shim.so');
  const source = join(packageRoot, 'test/proof/faults/resource/shim.c');
  const built = spawnSync('cc', ['-O2', '-shared', '-fPIC', '-o', library, source, '-ldl'], {
    encoding: 'utf8',
  });
  if (built.status !== 0) throw new Error(`cc cannot build ${source}: ${built.stderr}`);
  const folder = join(work, 'disk');
  mkdirSync(folder);
  const page = join(work, 'page');
  const set = ({ delayMs = 0, error = 0, clockSeconds = 0 }: Trouble): void => {
    const bytes = Buffer.alloc(PAGE_BYTES);
    [delayMs * 1000, error, clockSeconds].forEach((value, at) =>
      bytes.writeBigInt64LE(BigInt(value), at * 8),
    );
    const file = openSync(page, 'a+');
    closeSync(file);
    const opened = openSync(page, 'r+');
    writeSync(opened, bytes, 0, PAGE_BYTES, 0);
    closeSync(opened);
  };
  set({});
  return { env: { LD_PRELOAD: library, FAULT_PAGE: page, FAULT_FOLDER: folder }, folder, set };
}
