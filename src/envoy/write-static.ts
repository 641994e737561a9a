import { writeFileSync } from 'node:fs';
import { DragomanError, reasonOf } from '../errors.js';

/**
 * Writes Envoy's whole configuration to one file, which Envoy reads at its start only.
 *
 * @throws DragomanError `folder_unwritable`
 */
export function writeStatic(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (cause) {
    throw new DragomanError('folder_unwritable', `Cannot write to ${file}: ${reasonOf(cause)}.`, { cause });
  }
}
