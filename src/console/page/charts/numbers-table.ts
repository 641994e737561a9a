import { dataTable } from '../pieces/data-table.js';

/** What a picture shows, in words and numbers. */
export interface NumbersTable {
  readonly columns: readonly string[];
  /** The first cell of a row is its head. */
  readonly rows: readonly (readonly string[])[];
}

/** For those who would rather read a picture than look at it. */
export function numbersTable({ columns, rows }: NumbersTable, caption: string): HTMLElement {
  const isNumeric = (at: number): boolean => at > 0 && rows.every((row) => NUMBER.test(row[at] ?? ''));
  return dataTable({
    caption,
    columns: columns.map((title, at) => ({ title, ...(isNumeric(at) && { look: 'num' }) })),
    rows,
  });
}

/** Begins as a number does, or is a dash. */
const NUMBER = /^(?:[−+$]*\d|–?$)/;
