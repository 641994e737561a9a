import { setTimeout as pause } from 'node:timers/promises';
import type { RegistryPolicy } from '../config/registry.js';
import { createKeyedHash, type KeyedHash } from '../decision/keyed-hash.js';
import type { Recorder } from '../record/recorder.js';
import { openRecordStore } from '../store/open-record-store.js';
import { parseStoreUrl } from '../store/store-url.js';
import type { Logger } from '../telemetry/logger.js';
import { startTracing, type Tracing } from '../telemetry/tracing.js';
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
  /** Names conversations and prompts. */
  readonly hash: KeyedHash;
  /** `undefined` without a store. */
  readonly records: Records | undefined;
  readonly recorder: Recorder;
  readonly feedback: FeedbackDesk;
}

/**
 * Starts spans, records and what joins decisions with their outcomes.
 *
 * @param policy the one in service
 * @param started gets what ends them
 * @throws {DragomanError} `usage` for a malformed URL of the store; a store that is not there is waited for
 */
export async function startRecording(
  options: RecordingOptions & { readonly expectOutcomes: boolean },
  policy: () => RegistryPolicy,
  started: (() => unknown)[],
): Promise<Recording> {
  const { environment, version, expectOutcomes, logger } = options;
  const hash = createKeyedHash(hashKeyOf(options));
  const tracing = await startTracing(environment, version);
  started.push(() => tracing.shutdown());
  const records = openRecords(options, hash, policy);
  if (records !== undefined && hashKeyOf(options) === undefined) {
    logger.info('DRAGOMAN_HASH_KEY is not set: records of another start name conversations otherwise');
  }
  started.push(() => records?.stop());
  const { recorder, stop } = startRecorder({ expectOutcomes, logger, tracing, keep: records?.keep });
  started.push(stop);
  const feedback = createFeedbackDesk(records, {
    onOutage: (error) => {
      logger.warn({ err: error }, 'the store takes no feedback; its senders are told');
    },
    onRecovery: ({ ms, refused }) => {
      logger.info({ seconds: Math.round(ms / 1000), refused }, 'the store takes feedback again');
    },
  });
  return { tracing, hash, records, recorder, feedback };
}

function openRecords(
  { records: url, logger }: RecordingOptions,
  hash: KeyedHash,
  policy: () => RegistryPolicy,
): Records | undefined {
  if (url === undefined) return undefined;
  parseStoreUrl(url);
  return startRecords({
    ...{ hash, logger },
    open: () => openRecordStore(url),
    retention: () => policy().records,
  });
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
