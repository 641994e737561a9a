import { DragomanError, reasonOf } from '../../errors.js';
import { type JsonLine, readJsonLines } from '../../lab/read-jsonl.js';

/**
 * Reads the rows that `--data` names.
 * @throws DragomanError `usage` when the file cannot be read
 */
export async function readDataFile(path: string): Promise<JsonLine[]> {
  try {
    return await readJsonLines(path);
  } catch (error) {
    throw new DragomanError('usage', `--data ${path} cannot be read: ${reasonOf(error)}`, { cause: error });
  }
}
