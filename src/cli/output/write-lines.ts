import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { DragomanError } from '../../errors.js';

/**
 * Writes text to a file as it comes, packed where the name ends in `.gz`.
 *
 * @throws DragomanError `folder_unwritable`; whatever `lines` throws of its own
 */
export async function writeLines(
  lines: AsyncIterable<string> | Iterable<string>,
  out: string,
): Promise<void> {
  const source = Readable.from(lines);
  const target = createWriteStream(out);
  try {
    await (out.endsWith('.gz') ? pipeline(source, createGzip(), target) : pipeline(source, target));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    throw new DragomanError('folder_unwritable', `${out} cannot be written: ${error.message}`, {
      cause: error,
    });
  }
}
