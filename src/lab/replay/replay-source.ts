import type { RegistryPolicy } from '../../config/registry.js';
import type { RecordFilter, RecordStore } from '../../store/record-store.js';
import type { JsonLine } from '../read-jsonl.js';
import { type ReplayRequest, requestOfRecord, requestOfTraffic } from './replay-request.js';

/** Requests to be routed again, as often as one likes. */
export interface ReplaySource {
  /** Rows or records, those that cannot be routed included. */
  readonly total: number;
  /**
   * The requests, oldest first, in batches.
   *
   * @param onLeftOut told how many of a batch cannot be routed: records without text, rows that cannot be read
   */
  requests(
    policy: Pick<RegistryPolicy, 'tenantHeader'>,
    onLeftOut: (count: number) => void,
  ): AsyncIterable<readonly ReplayRequest[]>;
}

/** Rows that are made requests of at a time, so that a large file is not held twice. */
const BATCH = 1_024;

/** @param asAuto whatever model the rows name, route them */
export function trafficSource(rows: readonly JsonLine[], asAuto: boolean): ReplaySource {
  return {
    total: rows.length,
    async *requests(_policy, onLeftOut) {
      for (let from = 0; from < rows.length; from += BATCH) {
        const requests = rows.slice(from, from + BATCH).map((row) => requestOfTraffic(row, asAuto));
        const readable = requests.flatMap((request) => (request.ok ? [request.value] : []));
        onLeftOut(requests.length - readable.length);
        yield await Promise.resolve(readable);
      }
    },
  };
}

/** The records that the filter means; those without text are left out. */
export async function recordSource(
  store: RecordStore,
  filter: RecordFilter,
  asAuto: boolean,
): Promise<ReplaySource> {
  const [all] = await store.summarize(filter, []);
  return {
    total: all?.records ?? 0,
    async *requests(policy, onLeftOut) {
      const begun = new Map<string, string>();
      for await (const records of store.scan(filter)) {
        const requests = records.flatMap(
          (record) => requestOfRecord(record, policy, { asAuto, begun }) ?? [],
        );
        onLeftOut(records.length - requests.length);
        yield requests;
      }
    },
  };
}
