import { mkdir, open, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DragomanError, reasonOf } from '../errors.js';

/** Longest wait for another process that changes the folder, the age of a lock that was forgotten, and between two tries. */
const [PATIENCE_MS, FORGOTTEN_MS, RETRY_MS] = [10_000, 30_000, 20];

/**
 * Changes a folder, which is made if need be, while no other process does.
 *
 * @throws DragomanError `folder_unwritable`; whatever `step` throws of its own
 */
export async function changeFolder<T>(directory: string, step: () => Promise<T>): Promise<T> {
  try {
    await mkdir(directory, { recursive: true });
    const lock = join(directory, 'lock');
    await takeLock(lock);
    try {
      return await step();
    } finally {
      await rm(lock, { force: true });
    }
  } catch (error) {
    if (error instanceof DragomanError) throw error;
    throw new DragomanError('folder_unwritable', `${directory} cannot be written: ${reasonOf(error)}`, {
      cause: error,
    });
  }
}

async function takeLock(lock: string): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      await (await open(lock, 'wx')).close();
      return;
    } catch (error) {
      const isTaken = error instanceof Error && 'code' in error && error.code === 'EEXIST';
      if (!isTaken || Date.now() > until) throw error;
      const taken = await stat(lock).catch(() => undefined);
      if (taken !== undefined && Date.now() - taken.mtimeMs > FORGOTTEN_MS) await rm(lock, { force: true });
      await sleep(RETRY_MS);
    }
  }
}

/** Writes a file that appears whole, or not at all. */
export async function replaceFile(path: string, content: string | Buffer): Promise<void> {
  const half = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  await writeFile(half, content);
  await rename(half, path);
}
