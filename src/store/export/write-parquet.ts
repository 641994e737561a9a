import { fileWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer';
import type { StoredRecord } from '../../record/stored-record.js';
import { PARQUET_COLUMNS } from './parquet-columns.js';

/** Records of a row group: readers skip whole groups, and one is held in memory while it is written. */
const A_GROUP = 10_000;

/**
 * Writes records as a Parquet file, a row group at a time.
 *
 * @throws Error of Node.js when the file cannot be written; whatever `batches` throws
 */
export async function writeParquet(
  batches: AsyncIterable<readonly StoredRecord[]>,
  file: string,
): Promise<void> {
  const writer = new ParquetWriter({
    writer: fileWriter(file),
    schema: schemaFromColumnData({ columnData: columnsOf([]) }),
    createdBy: 'dragoman',
  });
  let group: StoredRecord[] = [];
  const write = async (): Promise<void> => {
    if (group.length > 0) await writer.write({ columnData: columnsOf(group), rowGroupSize: A_GROUP });
    group = [];
  };
  for await (const batch of batches) {
    group.push(...batch);
    if (group.length >= A_GROUP) await write();
  }
  await write();
  await writer.finish();
}

function columnsOf(records: readonly StoredRecord[]): {
  readonly name: string;
  readonly type: (typeof PARQUET_COLUMNS)[number]['type'];
  readonly data: unknown[];
}[] {
  return PARQUET_COLUMNS.map(({ name, type, of }) => ({
    name,
    type,
    data: records.map((record) => of(record) ?? null),
  }));
}
