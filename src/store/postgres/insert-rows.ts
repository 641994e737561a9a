import { type Column, namesOf, valuesOf } from '../column.js';

/** A statement that adds rows, leaving those whose key is known as they are, with its values: one array a column. */
export function insertRows<T>(
  table: string,
  columns: readonly Column<T>[],
  values: readonly T[],
): { readonly sql: string; readonly values: readonly (readonly unknown[])[] } {
  const rows = values.map((value) => valuesOf(columns, value));
  const arrays = columns.map(({ type }) => `?::${type}[]`).join(', ');
  return {
    sql: `INSERT INTO ${table} (${namesOf(columns)}) SELECT * FROM unnest(${arrays}) ON CONFLICT DO NOTHING`,
    values: columns.map((_, at) => rows.map((row) => row[at])),
  };
}
