import { chmod, lstat, mkdir, unlink } from 'node:fs/promises';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import { DragomanError } from '../errors.js';

/** The shortest limit of the platforms we run on (macOS: 104 bytes with the closing zero). */
const MAX_PATH_BYTES = 103;

/** Envoy usually runs as another user of the same group. */
const MODE = 0o660;

/** The file of a `unix:/path` (or `unix:relative/path`) address; `undefined` for any other address. */
export function socketPathOf(address: string): string | undefined {
  return /^unix:(?:\/\/(?=\/))?(.+)$/s.exec(address)?.[1];
}

/**
 * Makes way for a new socket: makes its folder, removes one that a killed process left behind, and nothing else.
 *
 * @throws {DragomanError} `address_unavailable` when the path is too long, is no socket, or somebody listens on it
 */
export async function clearStaleSocket(path: string): Promise<void> {
  const bytes = Buffer.byteLength(path);
  if (bytes > MAX_PATH_BYTES) {
    throw unavailable(
      path,
      `its path has ${bytes} bytes, the limit is ${MAX_PATH_BYTES}; choose a shorter one.`,
    );
  }
  await mkdir(dirname(path), { recursive: true }).catch((cause: unknown) => {
    throw unavailable(path, 'its folder does not exist and cannot be made.', cause);
  });
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined) return;
  if (!found.isSocket()) throw unavailable(path, 'a file that is no socket is in its place; move it away.');
  if (await isListening(path)) throw unavailable(path, 'another process listens on it; stop that one first.');
  await unlink(path).catch((cause: unknown) => {
    throw unavailable(path, 'a stale socket is in its place and cannot be removed; remove it.', cause);
  });
}

export async function restrictSocket(path: string): Promise<void> {
  await chmod(path, MODE);
}

function isListening(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(path);
    probe.once('connect', () => {
      probe.destroy();
      resolve(true);
    });
    probe.once('error', (error: NodeJS.ErrnoException) => {
      // Any other error, such as a missing permission, says that somebody may be there.
      resolve(error.code !== 'ECONNREFUSED' && error.code !== 'ENOENT');
    });
  });
}

function unavailable(path: string, reason: string, cause?: unknown): DragomanError {
  return new DragomanError('address_unavailable', `Cannot listen on unix:${path}: ${reason}`, { cause });
}
