import { setTimeout as pause } from 'node:timers/promises';
import type { RegistryPolicy } from '../../config/registry.js';
import { createKeyedHash, type KeyedHash } from '../../decision/memory/keyed-hash.js';
import { NO_TEXT } from '../../record/kept-text.js';
import type { RecentDecisions } from '../../record/recent-decisions.js';
import type { Recorder } from '../../record/recorder.js';
import { toStoredRecord } from '../../record/to-stored-record.js';
import { openRecordStore } from '../../store/open-record-store.js';
import { parseStoreUrl } from '../../store/store-url.js';
import type { Logger } from '../../telemetry/logger.js';
import { createMetrics, type Metrics } from '../../telemetry/metrics/metrics.js';
import { startTracing, type Tracing } from '../../telemetry/traces/tracing.js';
import { createFeedbackDesk, type FeedbackDesk } from './feedback-desk.js';
import { startRecorder } from './start-recorder.js';
import { type Records, startRecords } from './start-records.js';

export interface RecordingOptions {
  /** URL of the store of records, see `parseStoreUrl`; `undefined` to keep none. */
  readonly records: string | undefined;
  readonly version: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly logger: Logger;
}

/** What is told of requests, and to whom. */
export interface Recording {
  readonly tracing: Tracing;
  readonly metrics: Metrics;
  /** Names conversations and prompts. */
  readonly hash: KeyedHash;
  /** `undefined` without a store. */
  readonly records: Records | undefined;
  readonly recorder: Recorder;
  readonly feedback: FeedbackDesk;
}

/**
 * Starts spans, metrics, records and what joins decisions with their outcomes.
 *
 * @param policy the one in service
 * @param started gets what ends them
 * @throws {DragomanError} `usage` for a malformed URL of the store; a store that is not there is waited for
 */
export async function startRecording(
  options: RecordingOptions & { readonly expectOutcomes: boolean; readonly recent: RecentDecisions },
  policy: () => RegistryPolicy,
  started: (() => unknown)[],
): Promise<Recording> {
  const { environment, version, expectOutcomes, recent, logger } = options;
  const hash = createKeyedHash(hashKeyOf(options));
  const metrics = createMetrics(version);
  started.push(metrics.stop);
  const tracing = await startTracing(environment, version, {
    warn: (message) => {
      logger.warn(message);
    },
    onOutage: (error) => {
      logger.warn({ err: error }, 'the collector takes no spans; they are counted and dropped');
    },
    onRecovery: (lost) => {
      logger.info({ lost }, 'the collector takes spans again');
    },
  });
  started.push(() => tracing.shutdown());
  const records = openRecords(options, hash, policy, recent);
  if (records !== undefined && hashKeyOf(options) === undefined) {
    logger.info('DRAGOMAN_HASH_KEY is not set: records of another start name conversations otherwise');
  }
  started.push(() => records?.stop());
  const keep = records?.keep ?? rememberIn(recent);
  const { recorder, stop } = startRecorder({ expectOutcomes, logger, tracing, metrics, keep });
  started.push(stop);
  const feedback = createFeedbackDesk(records, {
    onOpinion: metrics.opined,
    onOutage: (error) => {
      logger.warn({ err: error }, 'the store takes no feedback; its senders are told');
    },
    onRecovery: ({ ms, refused }) => {
      logger.info({ seconds: Math.round(ms / 1000), refused }, 'the store takes feedback again');
    },
  });
  return { tracing, metrics, hash, records, recorder, feedback };
}

function openRecords(
  { records: url, logger }: RecordingOptions,
  hash: KeyedHash,
  policy: () => RegistryPolicy,
  recent: RecentDecisions,
): Records | undefined {
  if (url === undefined) return undefined;
  parseStoreUrl(url);
  return startRecords({
    ...{ hash, logger },
    open: () => openRecordStore(url),
    retention: () => policy().records,
    onMade: (record) => {
      recent.add(record);
    },
  });
}

/** Where no records are kept, nothing of the prompt is. */
function rememberIn(recent: RecentDecisions): Records['keep'] {
  return (record, pool) => {
    recent.addLater(record.id, () => toStoredRecord(record, { pool, text: NO_TEXT }));
  };
}

/** The same for replicas that are to name conversations and prompts alike. */
function hashKeyOf({ environment }: RecordingOptions): string | undefined {
  const key = environment['DRAGOMAN_HASH_KEY'];
  return key === '' ? undefined : key;
}

/** Envoy reports what is over within this time: twice its flush interval and a little, in milliseconds. */
const LAST_OUTCOMES_MS = 500;

/** Waits for the outcomes of requests that are over, not for requests that go on. */
export async function lastOutcomes(recorder: Recorder): Promise<void> {
  const end = performance.now() + LAST_OUTCOMES_MS;
  while (recorder.waiting > 0 && performance.now() < end) await pause(20);
}
