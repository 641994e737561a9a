import { writeFile } from 'node:fs/promises';
import { DragomanError, reasonOf } from '../../errors.js';

/** Writes a value as JSON for people and programs. @throws DragomanError `folder_unwritable` */
export async function writeJson(value: unknown, out: string): Promise<void> {
  try {
    await writeFile(out, `${JSON.stringify(value, undefined, 1)}\n`);
  } catch (error) {
    throw new DragomanError('folder_unwritable', `${out} cannot be written: ${reasonOf(error)}`, {
      cause: error,
    });
  }
}
