/** What a column of a store can hold. */
export type ColumnValue = string | number | null;

/** A column that filters, groups and sums need, or that makes up a whole row. Both stores have the same. */
export interface Column<T> {
  readonly name: string;
  /** Type in Postgres; SQLite's columns have the affinity that goes with it. */
  readonly type: 'text' | 'bigint' | 'integer' | 'double precision' | 'json';
  readonly of: (value: T) => ColumnValue;
}

/**
 * The values of a row, in the order of the columns. Neither store keeps NUL characters in text, so that they are replaced; and
 * nothing but text and numbers reaches SQLite, whose binding would end the process.
 */
export function valuesOf<T>(columns: readonly Column<T>[], value: T): ColumnValue[] {
  return columns.map(({ of }) => {
    const one = of(value);
    if (typeof one === 'string') return one.replaceAll('\0', '\ufffd');
    return typeof one === 'number' ? one : null;
  });
}

export function namesOf<T>(columns: readonly Column<T>[]): string {
  return columns.map(({ name }) => name).join(', ');
}
