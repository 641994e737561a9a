import { setTimeout as pause } from 'node:timers/promises';
import type { KeyedHash } from '../../decision/memory/keyed-hash.js';
import type { AnswerComparison } from '../../record/comparison.js';
import type { DecidedPool, DecisionRecord } from '../../record/decision-record.js';
import type { Feedback } from '../../record/feedback.js';
import type { TextPolicy } from '../../record/kept-text.js';
import { createPromptKeeper, type PromptCounts } from '../../record/prompt-keeper.js';
import { createRecordWriter, type RecordWriter, type WriterCounts } from '../../record/record-writer.js';
import { createRedactionThread } from '../../record/redaction-thread.js';
import { bytesOfRecord, type StoredRecord } from '../../record/stored-record.js';
import { toStoredRecord } from '../../record/to-stored-record.js';
import type { RequestView } from '../../request/request-view.js';
import type { RecordStore, Retention } from '../../store/record-store.js';
import type { Logger } from '../../telemetry/logger.js';
import { startRetention } from './start-retention.js';
import { createStoreHandle, type StoreHandle } from '../../store/store-handle.js';

/** Keeps what happens in a store, without anybody waiting for it. */
export interface Records {
  /** The store for whoever reads it. */
  readonly store: StoreHandle;
  readonly keepPrompt: (decision: string, view: RequestView, policy: TextPolicy) => void;
  readonly keep: (record: DecisionRecord, pool: DecidedPool) => void;
  readonly addFeedback: (feedback: Feedback) => void;
  readonly addComparison: (comparison: AnswerComparison) => void;
  /** For the admin endpoint `/counters`. */
  readonly counts: RecordCounts;
  /** Writes what waits, and closes the store. Nothing may be kept from then on. */
  stop(): Promise<void>;
}

export interface RecordCounts {
  readonly records: WriterCounts;
  readonly feedback: WriterCounts;
  readonly comparisons: WriterCounts;
  readonly prompts: PromptCounts;
}

export interface RecordsParts {
  readonly open: () => Promise<RecordStore>;
  readonly hash: KeyedHash;
  /** What holds now. */
  readonly retention: () => Retention;
  /** Sees each record before it is written. */
  readonly onMade?: (record: StoredRecord) => void;
  readonly logger: Logger;
}

/** Longest waits at the end, in milliseconds: for prompts that are being redacted, and for the store. */
const LAST_PROMPTS_MS = 2000;
const LAST_FLUSH_MS = 5000;

/** Feedback or a comparison in memory. */
const SMALL_ROW_BYTES = 1000;

/** Starts at once, whether or not the store can be opened: what happens until then waits, as long as there is room. */
export function startRecords({ open, hash, retention, onMade, logger }: RecordsParts): Records {
  const store = createStoreHandle(open);
  const redaction = createRedactionThread((error) => {
    logger.warn({ err: error }, 'the thread that redacts prompts failed; records lack their text');
  });
  const prompts = createPromptKeeper({ hash, redaction });
  const { records, feedback, comparisons } = createWriters(store, logger);
  const stopRetention = startRetention({ store, retention, logger });
  const joining = new Set<Promise<void>>();
  const join = async (record: DecisionRecord, pool: DecidedPool): Promise<void> => {
    const made = toStoredRecord(record, { pool, text: await prompts.take(record.id) });
    records.add(made);
    onMade?.(made);
  };
  // To tell early that it cannot be had.
  store.get().catch((error: unknown) => {
    logger.warn({ err: error }, 'the store of records is not there yet; records wait');
  });
  return {
    store,
    keepPrompt: (decision, view, policy) => {
      prompts.keep(decision, view, policy);
    },
    keep(record, pool) {
      const joined = join(record, pool)
        .catch((error: unknown) => {
          logger.error({ err: error, decision: record.id }, 'a record could not be made');
        })
        .finally(() => joining.delete(joined));
      joining.add(joined);
    },
    addFeedback: (one) => {
      feedback.add(one);
    },
    addComparison: (one) => {
      comparisons.add(one);
    },
    get counts() {
      const written = { records: records.counts, feedback: feedback.counts, comparisons: comparisons.counts };
      return { ...written, prompts: prompts.counts };
    },
    async stop() {
      stopRetention();
      const ended = new AbortController();
      await Promise.race([Promise.all(joining), pause(LAST_PROMPTS_MS, undefined, { signal: ended.signal })]);
      ended.abort();
      // What is still being redacted is recorded without its text.
      await redaction.close();
      await Promise.all(joining);
      await Promise.all([records, feedback, comparisons].map((writer) => writer.close(LAST_FLUSH_MS)));
      const { dropped } = records.counts;
      if (dropped.ended > 0) logger.warn({ dropped }, 'the last records could not be written');
      await store.close();
    },
  };
}

interface Writers {
  readonly records: RecordWriter<StoredRecord>;
  readonly feedback: RecordWriter<Feedback>;
  readonly comparisons: RecordWriter<AnswerComparison>;
}

function createWriters(store: StoreHandle, logger: Logger): Writers {
  const write = <Row>(
    what: string,
    append: (store: RecordStore, batch: readonly Row[]) => Promise<unknown>,
    bytesOf: (row: Row) => number = () => SMALL_ROW_BYTES,
  ): RecordWriter<Row> =>
    createRecordWriter({
      append: async (batch) => append(await store.get(), batch),
      bytesOf,
      onOutage: (error) => {
        logger.warn({ what, err: error }, 'the store fails; what is to be kept waits and is tried again');
      },
      onRecovery: ({ ms, dropped }) => {
        logger.info({ what, seconds: Math.round(ms / 1000), dropped }, 'the store is well again');
      },
      onRefused: (error) => {
        logger.warn({ what, err: error }, 'the store refuses a row, which is dropped');
      },
    });
  return {
    records: write('records', (to, batch) => to.append(batch), bytesOfRecord),
    feedback: write('feedback', (to, batch) => to.addFeedback(batch)),
    comparisons: write('comparisons', (to, batch) => to.addComparisons(batch)),
  };
}
