import { type ColumnValue, storedText } from './column.js';
import type { RecordFilter } from './record-store.js';

/** Conditions joined by AND, of the table or alias `records`; a value stands for each `?`. */
export interface SqlConditions {
  readonly sql: string;
  readonly values: readonly ColumnValue[];
}

const CONDITIONS: Readonly<Record<keyof RecordFilter, string>> = {
  id: 'records.id = ?',
  since: 'records.at >= ?',
  until: 'records.at < ?',
  route: 'records.route = ?',
  model: 'records.model = ?',
  reason: 'records.reason = ?',
  arm: 'records.arm = ?',
  drawn: 'records.is_drawn = ?',
  tenant: 'records.tenant = ?',
  marginBelow: 'records.margin < ?',
};

/** What a filter means in SQL; all records for an empty one. */
export function filterSql(filter: RecordFilter, also: SqlConditions = ALL): SqlConditions {
  const given = (Object.keys(CONDITIONS) as (keyof RecordFilter)[]).flatMap((key) => {
    const value = filter[key];
    if (value === undefined) return [];
    return [{ sql: CONDITIONS[key], value: typeof value === 'string' ? storedText(value) : Number(value) }];
  });
  return {
    sql: [also.sql, ...given.map(({ sql }) => sql)].join(' AND '),
    values: [...also.values, ...given.map(({ value }) => value)],
  };
}

const ALL: SqlConditions = { sql: '1 = 1', values: [] };
