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
 * The values of a row, in the order of the columns. Text is as {@link storedText} makes it, and nothing but text and finite
 * numbers reaches SQLite, whose binding would end the process.
 */
export function valuesOf<T>(columns: readonly Column<T>[], value: T): ColumnValue[] {
  return columns.map(({ of, type }) => {
    const one = of(value);
    // JSON has escapes for what text cannot hold.
    if (typeof one === 'string') return type === 'json' ? one : storedText(one);
    return typeof one === 'number' && Number.isFinite(one) ? one : null;
  });
}

/** Neither store keeps NUL characters or halves of surrogate pairs in a text column: U+FFFD stands for each. */
export function storedText(text: string): string {
  return text.replaceAll(/[\0\p{Surrogate}]/gu, '\ufffd');
}

export function namesOf<T>(columns: readonly Column<T>[]): string {
  return columns.map(({ name }) => name).join(', ');
}
