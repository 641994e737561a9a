import { setTimeout as pause } from 'node:timers/promises';
import { DragomanError } from '../errors.js';

/** Writes rows (records, feedback, comparisons) in batches, behind a bounded queue: whoever adds one never waits. */
export interface RecordWriter<Row> {
  /** Never throws; drops the row when the queue is full. */
  add(row: Row): void;
  /** Writes what is left, and gives up on it after the deadline, in milliseconds. */
  close(deadlineMs: number): Promise<void>;
  readonly counts: WriterCounts;
}

export interface WriterCounts {
  readonly waiting: number;
  readonly written: number;
  /** By cause: the queue was full, the store refused the row itself, the process ended first. */
  readonly dropped: { readonly full: number; readonly refused: number; readonly ended: number };
  /** Whether the store fails just now. */
  readonly failing: boolean;
}

export interface RecordWriterOptions<Row> {
  /** Rejects with a DragomanError when the store fails, with anything else when it refuses a row of the batch. */
  readonly append: (batch: readonly Row[]) => Promise<unknown>;
  /** Bytes that a row takes in memory, roughly. */
  readonly bytesOf: (row: Row) => number;
  /** Called with the first of a series of failures, and when it is over. */
  readonly onOutage: (error: unknown) => void;
  readonly onRecovery: (outage: { readonly ms: number; readonly dropped: number }) => void;
  /** Called for each row that the store refuses; it is dropped. */
  readonly onRefused: (error: unknown) => void;
  /** Rows that may wait, and the bytes that they may take. Default 10,000 and 64 MiB. */
  readonly capacity?: number;
  readonly mostBytes?: number;
  /** Rows of a batch, and the bytes after which it has no further one. Default 500 and 2 MiB. */
  readonly batchSize?: number;
  readonly batchBytes?: number;
  /** Longest wait of a row for its batch, in milliseconds. Default 500. */
  readonly intervalMs?: number;
  /** Shortest and longest wait before a failed batch is tried again; it doubles. Default 500 and 30,000. */
  readonly retryMs?: { readonly first: number; readonly longest: number };
}

export function createRecordWriter<Row>(options: RecordWriterOptions<Row>): RecordWriter<Row> {
  return new QueueWriter(options);
}

/** Wait before a failed batch is tried again at the end, in milliseconds. */
const CLOSING_RETRY_MS = 100;

class QueueWriter<Row> implements RecordWriter<Row> {
  readonly #options: Required<RecordWriterOptions<Row>>;
  readonly #queue: Row[] = [];
  readonly #dropped = { full: 0, refused: 0, ended: 0 };
  #bytes = 0;
  #written = 0;
  /** Smaller while a refused row is looked for. */
  #batchSize: number;
  #timer: NodeJS.Timeout | undefined;
  #inFlight: Promise<boolean> | undefined;
  #outage: { readonly since: number; readonly droppedBefore: number; retryMs: number } | undefined;
  #isClosing = false;

  constructor(options: RecordWriterOptions<Row>) {
    this.#options = {
      capacity: 10_000,
      mostBytes: 67_108_864,
      batchSize: 500,
      batchBytes: 2_097_152,
      intervalMs: 500,
      retryMs: { first: 500, longest: 30_000 },
      ...options,
    };
    this.#batchSize = this.#options.batchSize;
  }

  get counts(): WriterCounts {
    return {
      waiting: this.#queue.length,
      written: this.#written,
      dropped: { ...this.#dropped },
      failing: this.#outage !== undefined,
    };
  }

  add(row: Row): void {
    const { capacity, mostBytes, bytesOf } = this.#options;
    const bytes = bytesOf(row);
    // The newest goes: those before it may be on their way already.
    if (this.#queue.length >= capacity || this.#bytes + bytes > mostBytes) {
      this.#dropped.full++;
      return;
    }
    this.#queue.push(row);
    this.#bytes += bytes;
    this.#schedule();
  }

  async close(deadlineMs: number): Promise<void> {
    this.#isClosing = true;
    clearTimeout(this.#timer);
    const deadline = performance.now() + deadlineMs;
    while (this.#queue.length > 0) {
      const left = deadline - performance.now();
      if (left <= 0) break;
      const succeeded = await within(left, this.#inFlight ?? this.#write());
      if (!succeeded) await pause(Math.min(CLOSING_RETRY_MS, left));
    }
    this.#dropped.ended += this.#queue.splice(0).length;
  }

  /** A full batch goes at once, the rest when it has waited long enough; after a failure nothing goes before its time. */
  #schedule(): void {
    if (this.#isClosing || this.#inFlight !== undefined) return;
    const { batchBytes } = this.#options;
    const isFull = this.#queue.length >= this.#batchSize || this.#bytes >= batchBytes;
    if (isFull && this.#outage === undefined) {
      void this.#write();
      return;
    }
    const delay = this.#outage?.retryMs ?? this.#options.intervalMs;
    this.#timer ??= setTimeout(() => void this.#write(), delay).unref();
  }

  /** @returns whether the batch was written; never rejects */
  #write(): Promise<boolean> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const batch = this.#nextBatch();
    this.#inFlight = this.#options
      .append(batch)
      .then(
        () => this.#succeeded(batch),
        (error: unknown) => this.#failed(batch, error),
      )
      .finally(() => {
        this.#inFlight = undefined;
        if (this.#queue.length > 0) this.#schedule();
      });
    return this.#inFlight;
  }

  #nextBatch(): readonly Row[] {
    const { batchBytes, bytesOf } = this.#options;
    const batch: Row[] = [];
    let bytes = 0;
    for (const row of this.#queue) {
      if (batch.length >= this.#batchSize || bytes >= batchBytes) break;
      batch.push(row);
      bytes += bytesOf(row);
    }
    return batch;
  }

  #succeeded(batch: readonly Row[]): true {
    const { batchSize, onRecovery } = this.#options;
    this.#forget(batch.length);
    this.#written += batch.length;
    this.#batchSize = Math.min(batchSize, this.#batchSize * 2);
    if (this.#outage !== undefined) {
      const { since, droppedBefore } = this.#outage;
      this.#outage = undefined;
      onRecovery({ ms: performance.now() - since, dropped: this.#dropped.full - droppedBefore });
    }
    return true;
  }

  #failed(batch: readonly Row[], error: unknown): boolean {
    const { retryMs, onOutage, onRefused } = this.#options;
    if (error instanceof DragomanError) {
      if (this.#outage === undefined) {
        this.#outage = {
          since: performance.now(),
          droppedBefore: this.#dropped.full,
          retryMs: retryMs.first,
        };
        onOutage(error);
      } else {
        this.#outage.retryMs = Math.min(retryMs.longest, this.#outage.retryMs * 2);
      }
      return false;
    }
    if (batch.length > 1) {
      this.#batchSize = Math.ceil(batch.length / 2);
      return true;
    }
    this.#forget(1);
    this.#dropped.refused++;
    onRefused(error);
    return true;
  }

  #forget(count: number): void {
    for (const row of this.#queue.splice(0, count)) this.#bytes -= this.#options.bytesOf(row);
  }
}

/** What the promise gives, or `false` when that takes longer. */
async function within(ms: number, promise: Promise<boolean>): Promise<boolean> {
  const over = new AbortController();
  try {
    return await Promise.race([promise, pause(ms, false, { signal: over.signal })]);
  } finally {
    over.abort();
  }
}
