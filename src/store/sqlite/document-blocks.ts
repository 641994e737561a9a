import type { Connection } from './open-connection.js';

/** Text of a block, in UTF-16 units: enough for the cost of a block to be small, few enough to unpack it for one record. */
const BLOCK_CHARS = 24 * 1024;

/** A record's `seq` and its JSON. */
export interface SeqDocument {
  readonly seq: number;
  readonly document: string;
}

/** Keeps documents by the `seq` of their records, several in a block: those that follow each other. */
export function writeBlocks({ packer, prepare }: Connection, documents: readonly SeqDocument[]): void {
  const insert = prepare('INSERT INTO documents (seq, records, body) VALUES (?, ?, ?)');
  let block: SeqDocument[] = [];
  let chars = 0;
  const flush = (): void => {
    const [first] = block;
    if (first === undefined) return;
    insert.run([first.seq, block.length, packer.pack(block.map(({ document }) => document))]);
    block = [];
    chars = 0;
  };
  for (const one of documents) {
    if (one.seq !== (block[0]?.seq ?? one.seq) + block.length || chars >= BLOCK_CHARS) flush();
    block.push(one);
    chars += one.document.length;
  }
  flush();
}

/** Gives the documents of records, by their `seq`; neighbours are unpacked together. */
export function createBlockReader({ packer, prepare }: Connection): (seq: number) => string {
  const find = prepare('SELECT seq, body FROM documents WHERE seq <= ? ORDER BY seq DESC LIMIT 1').raw();
  let first = 0;
  let documents: readonly string[] = [];
  return (seq) => {
    if (seq < first || seq >= first + documents.length) {
      const [row] = find.all([seq]) as [number, Uint8Array][];
      if (row === undefined) throw new Error(`record ${seq} has no document`);
      first = row[0];
      documents = packer.unpack(row[1]);
    }
    const document = documents[seq - first];
    if (document === undefined) throw new Error(`record ${seq} has no document`);
    return document;
  };
}

/** Removes the blocks between two places whose records are all gone. */
export function removeEmptyBlocks({ prepare }: Connection, first: number, last: number): void {
  // The block of the first record may begin before it.
  prepare(
    'DELETE FROM documents WHERE seq BETWEEN (SELECT COALESCE(MAX(seq), 0) FROM documents WHERE seq <= ?) AND ? ' +
      'AND NOT EXISTS (SELECT 1 FROM records WHERE records.seq >= documents.seq ' +
      'AND records.seq < documents.seq + documents.records)',
  ).run([first, last]);
}
