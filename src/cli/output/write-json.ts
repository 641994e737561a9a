import { writeFile } from 'node:fs/promises';
import { DragomanError } from '../../errors.js';

/** Writes a value as JSON for people and programs. @throws DragomanError `folder_unwritable` */
export async function writeJson(value: unknown, out: string): Promise<void> {
  try {
    await writeFile(out, `${JSON.stringify(value, undefined, 1)}\n`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DragomanError('folder_unwritable', `${out} cannot be written: ${reason}`, { cause: error });
  }
}
