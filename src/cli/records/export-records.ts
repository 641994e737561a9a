import { DragomanError } from '../../errors.js';
import type { StoredRecord } from '../../record/stored-record.js';
import type { RecordFilter, RecordStore } from '../../store/record-store.js';
import { createProgress } from '../output/progress-bar.js';
import { writeLines } from '../output/write-lines.js';

/**
 * Writes records, the oldest first, to a file in the format that its name tells: `.parquet`, `.jsonl` or `.jsonl.gz`.
 *
 * @param limit most records to write
 * @returns how many were written
 * @throws DragomanError `usage`, `folder_unwritable`, `store_unavailable`
 */
export async function exportRecords(
  store: RecordStore,
  { filter, limit, file }: { readonly filter: RecordFilter; readonly limit: number; readonly file: string },
): Promise<number> {
  const format = /\.(parquet|jsonl|jsonl\.gz)$/.exec(file)?.[1];
  if (format === undefined) {
    throw new DragomanError('usage', `${file} must end in .parquet, .jsonl or .jsonl.gz`);
  }
  const { records } = await store.size();
  const progress = createProgress('exporting', Math.min(records, limit));
  let written = 0;
  async function* batches(): AsyncGenerator<readonly StoredRecord[]> {
    for await (const batch of store.scan(filter)) {
      const wanted = batch.slice(0, limit - written);
      written += wanted.length;
      progress.advance(wanted.length);
      if (wanted.length > 0) yield wanted;
      if (written >= limit) return;
    }
  }
  if (format === 'parquet') await writeColumns(batches(), file);
  else await writeLines(linesOf(batches()), file);
  progress.finish();
  return written;
}

async function* linesOf(batches: AsyncIterable<readonly StoredRecord[]>): AsyncGenerator<string> {
  for await (const batch of batches) yield batch.map((record) => `${JSON.stringify(record)}\n`).join('');
}

async function writeColumns(batches: AsyncIterable<readonly StoredRecord[]>, file: string): Promise<void> {
  const { writeParquet } = await import('../../store/export/write-parquet.js');
  try {
    await writeParquet(batches, file);
  } catch (error) {
    if (error instanceof DragomanError || !(error instanceof Error && 'code' in error)) throw error;
    throw new DragomanError('folder_unwritable', `${file} cannot be written: ${error.message}`, {
      cause: error,
    });
  }
}
