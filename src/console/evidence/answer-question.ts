import type { Result } from '../../errors.js';
import type { RecordStore } from '../../store/record-store.js';
import type { EvidenceSources } from './evidence-kind.js';
import { EVIDENCE_KINDS, type EvidenceQuestion } from './evidence-kinds.js';

/** What answers are worked out from, with a store that is opened when a question was read. */
export interface OpenSources extends Omit<EvidenceSources, 'store'> {
  /** @throws DragomanError `store_unavailable`, `store_newer` */
  readonly store: () => Promise<RecordStore | undefined>;
}

/**
 * Works out an answer: plain JSON.
 *
 * @param now milliseconds since 1970
 * @returns `field_invalid`, `records_off`, and `evidence_failed` for a registry that is not valid now
 * @throws DragomanError see {@link OpenSources} and `EvidenceSources`
 */
export async function answerQuestion(
  { kind, query }: EvidenceQuestion,
  { store, ...sources }: OpenSources,
  now: number,
): Promise<Result<object>> {
  const prepared = EVIDENCE_KINDS[kind].prepare(query, now);
  return prepared.ok ? prepared.value({ ...sources, store: await store() }) : prepared;
}
