import { Worker } from 'node:worker_threads';
import { reasonOf } from '../errors.js';
import type { Embedding } from './encoder.js';
import type { EncoderManifest } from './manifest.js';
import { silenceRuntime } from './silence-runtime.js';
import type { FromWorker, ToWorker } from './worker-messages.js';

/** What happens to the threads, for logs and metrics; never holds a text. */
export type EncoderEvent =
  /** A thread has loaded its session; how long that took. */
  | { readonly kind: 'ready'; readonly milliseconds: number }
  /** A thread ended by itself; a new one starts after the back-off. */
  | { readonly kind: 'crashed'; readonly message: string; readonly restartMilliseconds: number }
  /** A thread did not answer within the hard limit and was left behind; how many such threads the slot now has. */
  | { readonly kind: 'hung'; readonly leftBehind: number }
  /** The model failed on one text; the thread lives on. */
  | { readonly kind: 'failed'; readonly message: string };

/** One text on its way. `settle` may be called more than once: the first call counts. */
export interface Job {
  readonly text: string;
  /** What it costs compared to others. */
  readonly weight: number;
  settle(embedding: Embedding): void;
}

export interface SlotSettings {
  readonly manifest: EncoderManifest;
  readonly workerUrl: URL;
  /** Longest wait for a thread to end when the slot closes, in milliseconds. */
  readonly closeLimitMs: number;
  /** Called whenever the slot may have become idle or gone down. */
  readonly onChange: () => void;
  readonly onEvent: (event: EncoderEvent) => void;
}

const DOWN: Embedding = { ok: false, failure: 'down' };
// A small young generation: a thread makes little garbage, and would otherwise hold memory that it does not need.
const RESOURCE_LIMITS = { maxYoungGenerationSizeMb: 4 };
const FIRST_BACK_OFF_MS = 100;
const LONGEST_BACK_OFF_MS = 30_000;
const MOST_LEFT_BEHIND = 1;

/** The place of one thread: runs one job at a time, and gets a new thread when the old one crashes or hangs. */
export class WorkerSlot {
  readonly #settings: SlotSettings;
  #thread: Worker | undefined;
  #ready = false;
  #job: Job | undefined;
  #jobId = 0;
  #failures = 0;
  #restart: NodeJS.Timeout | undefined;
  readonly #leftBehind = new Set<Worker>();
  #closing = false;

  constructor(settings: SlotSettings) {
    this.#settings = settings;
  }

  /** A thread is running or loading, so that a job has a chance. */
  get isUp(): boolean {
    return this.#thread !== undefined;
  }

  get isIdle(): boolean {
    return this.#ready && this.#job === undefined && !this.#closing;
  }

  /** Weight of the running job; 0 for none. */
  get load(): number {
    return this.#job?.weight ?? 0;
  }

  isRunning(job: Job): boolean {
    return this.#job === job;
  }

  /** Resolves when the thread has loaded its session; rejects with the reason if it ended before. */
  start(): Promise<void> {
    silenceRuntime();
    return new Promise((resolve, reject) => {
      const { workerUrl, manifest, onEvent } = this.#settings;
      const thread = new Worker(workerUrl, {
        workerData: manifest,
        name: 'encoder',
        execArgv: [],
        resourceLimits: RESOURCE_LIMITS,
      });
      this.#thread = thread;
      let reason = 'the thread ended without an error';
      thread.on('error', (error) => {
        reason = reasonOf(error);
      });
      thread.on('exit', () => {
        this.#ended(thread, reason);
        reject(new Error(reason));
      });
      thread.on('message', (message: FromWorker) => {
        if (thread !== this.#thread) return;
        if (message.kind === 'ready') {
          this.#ready = true;
          onEvent(message);
          resolve();
        } else {
          this.#answered(message);
        }
        this.#settings.onChange();
      });
    });
  }

  /** Only for an idle slot. */
  run(job: Job): void {
    this.#job = job;
    this.#jobId++;
    this.#post({ kind: 'embed', id: this.#jobId, text: job.text });
  }

  /**
   * Leaves the thread behind if it still runs this job. It is not terminated: to stop a thread inside the model aborts
   * the whole process. Should it ever finish, it finds the request to close and ends. A new thread takes its place
   * after the back-off; the second thread left behind is replaced only when one has ended, for each holds its memory.
   */
  giveUp(job: Job): void {
    const thread = this.#thread;
    if (this.#job !== job || thread === undefined) return;
    this.#post({ kind: 'close' });
    this.#vacate();
    this.#leftBehind.add(thread);
    thread.once('exit', () => {
      this.#leftBehind.delete(thread);
      this.#refill();
    });
    if (this.#leftBehind.size <= MOST_LEFT_BEHIND) this.#startLater();
    this.#settings.onEvent({ kind: 'hung', leftBehind: this.#leftBehind.size });
    this.#settings.onChange();
  }

  /** Lets the running job end, then the thread. Resolves at the latest after `closeLimitMs`. */
  async close(): Promise<void> {
    this.#closing = true;
    clearTimeout(this.#restart);
    for (const left of this.#leftBehind) left.unref();
    const thread = this.#thread;
    if (thread === undefined) return;
    this.#post({ kind: 'close' });
    await new Promise<void>((resolve) => {
      const limit = setTimeout(() => {
        thread.unref();
        resolve();
      }, this.#settings.closeLimitMs);
      thread.once('exit', () => {
        clearTimeout(limit);
        resolve();
      });
    });
  }

  #post(message: ToWorker): void {
    this.#thread?.postMessage(message);
  }

  #answered(message: Exclude<FromWorker, { kind: 'ready' }>): void {
    if (message.id !== this.#jobId) return;
    const job = this.#job;
    this.#job = undefined;
    if (message.kind === 'failed') {
      this.#settings.onEvent({ kind: 'failed', message: message.message });
      job?.settle(DOWN);
      return;
    }
    this.#failures = 0;
    job?.settle({ ok: true, vector: message.vector, microseconds: message.microseconds });
  }

  #ended(thread: Worker, message: string): void {
    if (thread !== this.#thread) return;
    const job = this.#job;
    this.#vacate();
    job?.settle(DOWN);
    const restartMilliseconds = this.#startLater();
    if (!this.#closing) this.#settings.onEvent({ kind: 'crashed', message, restartMilliseconds });
    this.#settings.onChange();
  }

  #vacate(): void {
    this.#thread = undefined;
    this.#job = undefined;
    this.#ready = false;
  }

  #startLater(): number {
    const wait = Math.min(FIRST_BACK_OFF_MS * 2 ** this.#failures, LONGEST_BACK_OFF_MS);
    if (this.#closing) return wait;
    this.#failures++;
    this.#restart = setTimeout(() => {
      this.#restart = undefined;
      this.start().catch(() => {
        this.#refill();
      });
    }, wait);
    return wait;
  }

  #refill(): void {
    if (this.#thread === undefined && this.#restart === undefined) this.#startLater();
  }
}
