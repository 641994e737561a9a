import type { Registry } from '../../config/registry.js';
import { DragomanError, fail, ok, type Result } from '../../errors.js';
import { findDrift } from '../../lab/drift/find-drift.js';
import type { EmbedAll } from '../../lab/drift/route-space.js';
import { trafficReport } from '../../lab/savings/traffic-report.js';
import type { RecordStore } from '../../store/record-store.js';
import { confusionOfExamples, confusionOfLabels } from './confusion-view.js';
import type { EmbedSome } from './evidence-embedder.js';
import { type EvidenceQuestion, type ReadQuestion, RECORDS_OFF } from './evidence-question.js';
import { qualityOverTime } from './quality-over-time.js';
import { readQuestion } from './read-question.js';
import { routesMap } from './routes-map.js';

/** What answers are worked out from. Each is opened when it is first asked for. */
export interface EvidenceSources {
  /** `undefined` where no records are kept. @throws DragomanError `store_unavailable`, `store_newer` */
  readonly store: () => Promise<RecordStore | undefined>;
  /** As it is in its folder now; `undefined` while it is not valid. */
  readonly registry: () => Registry | undefined;
  /** `undefined` without an encoder. @throws DragomanError `encoder_invalid` */
  readonly embed: () => Promise<EmbedSome | undefined>;
}

/** Labels from which on they are shown rather than examples. */
const FEWEST_LABELS = 30;

/**
 * Works out an answer: plain JSON.
 *
 * @param now milliseconds since 1970
 * @returns `field_invalid`, `records_off`, and `evidence_failed` for a registry that is not valid now
 * @throws DragomanError see {@link EvidenceSources}
 */
export async function answerQuestion(
  question: EvidenceQuestion,
  sources: EvidenceSources,
  now: number,
): Promise<Result<object>> {
  const read = readQuestion(question, now);
  if (!read.ok) return read;
  const store = await sources.store();
  if (read.value.kind === 'map') return mapOf(read.value, sources, store);
  if (read.value.kind === 'confusion') return confusionOf(read.value, sources, store);
  return store === undefined ? RECORDS_OFF : ok(await fromRecords(read.value, sources, store));
}

async function fromRecords(
  question: Exclude<ReadQuestion, { readonly kind: 'map' | 'confusion' }>,
  { registry, embed }: EvidenceSources,
  store: RecordStore,
): Promise<object> {
  switch (question.kind) {
    case 'quality':
      return qualityOverTime(store, question.filter);
    case 'report': {
      const { filter, by, margin, alpha } = question;
      return trafficReport(store, { filter, by, margin, alpha, registry: registry() });
    }
    case 'drift': {
      const { period, alpha, texts } = question;
      const [law, embedAll] = [registry(), wholly(await embed())];
      const space = law && embedAll && { registry: law, embedAll };
      return findDrift(store, { period, alpha, texts, space });
    }
  }
}

async function mapOf(
  { filter, limit }: Extract<ReadQuestion, { readonly kind: 'map' }>,
  { registry, embed }: EvidenceSources,
  store: RecordStore | undefined,
): Promise<Result<object>> {
  const law = registry();
  if (law === undefined) return INVALID;
  return ok(await routesMap({ registry: law, embed: await embed(), store, filter, limit }));
}

async function confusionOf(
  { filter, of }: Extract<ReadQuestion, { readonly kind: 'confusion' }>,
  { registry, embed }: EvidenceSources,
  store: RecordStore | undefined,
): Promise<Result<object>> {
  if (of === 'labels' && store === undefined) return RECORDS_OFF;
  if (of !== 'examples' && store !== undefined) {
    const labels = await confusionOfLabels(store, filter);
    if (of === 'labels' || labels.rows >= FEWEST_LABELS) return ok(labels);
  }
  const law = registry();
  if (law === undefined) return INVALID;
  return ok(await confusionOfExamples(law, wholly(await embed())));
}

/** For what would be wrong of a part of the texts. */
function wholly(embed: EmbedSome | undefined): EmbedAll | undefined {
  if (embed === undefined) return undefined;
  return async (texts) => {
    const { vectors, missing } = await embed(texts);
    if (missing === undefined) return vectors;
    const what = `${vectors.size} of ${new Set(texts).size} texts are embedded`;
    throw new DragomanError(
      'evidence_failed',
      `${what}, and there was no time for more; ask again to go on.`,
    );
  };
}

const INVALID = fail(
  'evidence_failed',
  'The registry in its folder is not valid now, so nothing can be held against it; see GET /config, and dragoman check.',
);
