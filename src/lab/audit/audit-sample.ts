import { randomNumbers } from '../../heads/random.js';
import type { StoredRecord } from '../../record/stored-record.js';
import type { RecordFilter, RecordStore } from '../../store/record-store.js';

/** Records to be audited, and how many there were to draw from. */
export interface AuditSample {
  readonly records: readonly StoredRecord[];
  /** Records that the filter means. */
  readonly seen: number;
  /** Those that the router sent to another model than the reference: what a rate of mis-routing is of. */
  readonly routed: number;
  /** Those of them that can be asked again: text kept, no tools and no images. */
  readonly askable: number;
}

/** The pool model whose answer the client got, as far as is known. */
export function answeredBy({ outcome, model }: StoredRecord): string {
  return outcome?.model ?? model;
}

/**
 * Draws a uniform sample of the router's own decisions for other models than the reference (reservoir, Vitter 1985). What a
 * client pinned or a trial chose is not the router's; tools and images are not recorded.
 *
 * @param seed the same sample for the same seed and records
 */
export async function drawAuditSample(
  store: RecordStore,
  filter: RecordFilter,
  { size, seed, reference }: { readonly size: number; readonly seed: number; readonly reference: string },
): Promise<AuditSample> {
  const random = randomNumbers(seed);
  const records: StoredRecord[] = [];
  const counts = { seen: 0, routed: 0, askable: 0 };
  for await (const batch of store.scan(filter)) {
    for (const record of batch) {
      counts.seen += 1;
      if (!isRouters(record, reference)) continue;
      counts.routed += 1;
      if (!isAskable(record)) continue;
      counts.askable += 1;
      const at = counts.askable <= size ? counts.askable - 1 : Math.floor(random() * counts.askable);
      if (at < size) records[at] = record;
    }
  }
  return { records, ...counts };
}

function isRouters(record: StoredRecord, reference: string): boolean {
  return record.arm === 'routed' && record.reason !== 'pinned' && answeredBy(record) !== reference;
}

function isAskable({ prompt }: StoredRecord): boolean {
  const { messages, tools, images } = prompt;
  return messages !== null && messages.length > 0 && tools === 0 && images === 0;
}
