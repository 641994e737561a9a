import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { RecordFilter } from '../../src/store/record-store.js';
import { buildStoredRecord } from '../support/build-stored-record.js';
import type { WithStore } from './conformance.js';

const NOON = Date.UTC(2026, 0, 2, 12);
const DAY_MS = 86_400_000;

/** A store may keep sums of whole days: they must be those of the records, whatever is asked for, and after some went. */
export function sumsPartOfDays(withStore: WithStore): void {
  it('sums what a filter means, with days that count in part, and after some records went', () =>
    withStore(async (store) => {
      // Every six hours, over ten days.
      const records = Array.from({ length: 40 }, (_, at) =>
        buildStoredRecord(`r${at}`, {
          ...{ at: NOON + (at * DAY_MS) / 4, tenant: at % 2 === 0 ? 'acme' : null, margin: at / 40 },
          ...{ propensity: at % 5 === 0 ? 0.9 : 1, route: at % 3 === 0 ? 'code' : 'smalltalk' },
        }),
      );
      for (const part of [records.slice(0, 15), records.slice(10, 30), records.slice(30)]) {
        await store.append(part);
      }
      const filters: RecordFilter[] = [
        ...[{}, { since: NOON + 1 }, { until: NOON + 5 * DAY_MS }, { route: 'code', drawn: true }],
        ...[
          { since: NOON + DAY_MS / 2, until: NOON + 3.3 * DAY_MS },
          { tenant: 'acme' },
          { marginBelow: 0.5 },
        ],
        ...[{ since: NOON + 0.6 * DAY_MS, until: NOON + 0.9 * DAY_MS }, { since: NOON + 99 * DAY_MS }],
        ...[{ since: NOON + DAY_MS / 2 + 1 }, { arm: 'control' as const }],
      ];
      const check = async (): Promise<void> => {
        for (const filter of filters) {
          const expected = new Map<string, number>();
          for await (const batch of store.scan(filter)) {
            for (const { at, propensity } of batch) {
              const key = `${new Date(at).toISOString().slice(0, 10)} ${propensity < 1 ? 'yes' : 'no'}`;
              expected.set(key, (expected.get(key) ?? 0) + 1);
            }
          }
          const groups = await store.summarize(filter, ['day', 'drawn']);
          const counted = groups.map(({ group, records: count }) => [group.join(' '), count] as const);
          assert.deepEqual(new Map(counted), expected, JSON.stringify(filter));
        }
      };
      await check();
      await store.prune({ maxAgeMs: DAY_MS, maxBytes: Number.MAX_SAFE_INTEGER }, NOON + 3.3 * DAY_MS);
      await check();
      // Late ones, of a day that lost records.
      await store.append([buildStoredRecord('late', { at: NOON + 2.2 * DAY_MS }), ...records.slice(0, 2)]);
      await check();
    }));
}
