import { DragomanError, reasonOf } from '../errors.js';
import { createAdmission } from './admission.js';
import type { Embedding, Encoder, EncoderFailure } from './encoder.js';
import { readEncoderManifest, type EncoderManifest } from './manifest.js';
import { cutText, WINDOW_TOKENS } from './window.js';
import { WorkerSlot, type EncoderEvent, type Job } from './worker-slot.js';

export interface EncoderPoolOptions {
  /** Folder with `manifest.json` and the files that it names. */
  readonly directory: string;
  /** What {@link readEncoderManifest} said of the folder, for who has asked already: to check the files takes a while. */
  readonly manifest?: EncoderManifest | undefined;
  /** Threads, each with its own session and the memory of one; 1 or more. */
  readonly workers: number;
  /**
   * Texts that may wait while every thread is at work; one more is answered `busy`, as is one whose turn would come too
   * late for its deadline, judged by what texts took of late. 0 or more.
   */
  readonly queue: number;
  readonly onEvent?: (event: EncoderEvent) => void;
  /** A thread is left behind after 10 deadlines, but never before this many milliseconds; default 5,000. */
  readonly hangFloorMs?: number;
  /** Entry of a thread; another one only in tests. */
  readonly workerUrl?: URL;
}

const HANG_DEADLINES = 10;
const DEFAULT_HANG_FLOOR_MS = 5_000;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

const failed = (failure: EncoderFailure): Embedding => ({ ok: false, failure });

class EncoderPool implements Encoder {
  readonly dimensions: number;
  readonly checksum: string;
  readonly threads: number;
  readonly #slots: readonly WorkerSlot[];
  readonly #queue: number;
  readonly #hangFloorMs: number;
  readonly #waiting = new Set<Job>();
  readonly #admission = createAdmission(WINDOW_TOKENS);
  #closed: Promise<void> | undefined;

  constructor(manifest: EncoderManifest, options: EncoderPoolOptions) {
    this.dimensions = manifest.dimensions;
    this.checksum = manifest.checksum;
    this.threads = options.workers;
    this.#queue = options.queue;
    this.#hangFloorMs = options.hangFloorMs ?? DEFAULT_HANG_FLOOR_MS;
    const settings = {
      manifest,
      workerUrl: options.workerUrl ?? new URL('./worker.js', import.meta.url),
      closeLimitMs: this.#hangFloorMs,
      onChange: () => {
        this.#dispatch();
      },
      onEvent: options.onEvent ?? (() => undefined),
    };
    this.#slots = Array.from({ length: options.workers }, () => new WorkerSlot(settings));
  }

  /** Resolves when every thread is ready; rejects with the first reason why one is not. */
  async start(): Promise<void> {
    await Promise.all(this.#slots.map((slot) => slot.start()));
  }

  embed(text: string, deadlineMs: number): Promise<Embedding> {
    if (this.#closed !== undefined || !this.#anyUp()) return Promise.resolve(failed('down'));
    if (!(deadlineMs > 0)) return Promise.resolve(failed('late'));
    const short = cutText(text);
    const weight = this.#admission.weigh(short);
    const idle = this.#slots.find((slot) => slot.isIdle);
    if (idle === undefined && !this.#admits(weight, deadlineMs)) return Promise.resolve(failed('busy'));
    return new Promise((resolve) => {
      const job: Job = {
        text: short,
        weight,
        settle: (embedding) => {
          if (embedding.ok) this.#admission.observe(weight, embedding.microseconds / 1_000);
          clearTimeout(timer);
          this.#waiting.delete(job);
          resolve(embedding);
        },
      };
      const expire = (): void => {
        this.#expire(job, deadlineMs);
      };
      const timer = setTimeout(expire, Math.min(deadlineMs, LONGEST_TIMER_MS));
      if (idle === undefined) this.#waiting.add(job);
      else idle.run(job);
    });
  }

  close(): Promise<void> {
    this.#closed ??= (async () => {
      this.#failWaiting();
      await Promise.all(this.#slots.map((slot) => slot.close()));
    })();
    return this.#closed;
  }

  #anyUp(): boolean {
    return this.#slots.some((slot) => slot.isUp);
  }

  /** Whether a text that must wait has a place, and may be done in time: later ones would only be done in vain. */
  #admits(weight: number, deadlineMs: number): boolean {
    if (this.#waiting.size >= this.#queue) return false;
    // On average half of what runs is done already.
    let ahead = this.#slots.reduce((sum, slot) => sum + slot.load / 2, 0);
    for (const job of this.#waiting) ahead += job.weight;
    const threads = this.#slots.filter((slot) => slot.isUp).length;
    return this.#admission.expect(ahead / threads + weight) <= deadlineMs;
  }

  #dispatch(): void {
    if (!this.#anyUp()) this.#failWaiting();
    for (const job of this.#waiting) {
      const idle = this.#slots.find((slot) => slot.isIdle);
      if (idle === undefined) return;
      this.#waiting.delete(job);
      idle.run(job);
    }
  }

  #expire(job: Job, deadlineMs: number): void {
    job.settle(failed('late'));
    const slot = this.#slots.find((candidate) => candidate.isRunning(job));
    if (slot === undefined) return;
    const hangMs = Math.max(this.#hangFloorMs, HANG_DEADLINES * deadlineMs);
    const giveUp = (): void => {
      slot.giveUp(job);
    };
    setTimeout(giveUp, Math.min(hangMs - deadlineMs, LONGEST_TIMER_MS)).unref();
  }

  #failWaiting(): void {
    for (const job of this.#waiting) job.settle(failed('down'));
  }
}

/**
 * Checks the encoder's files, loads them in `workers` threads and resolves when all are ready.
 * The calling thread never runs the model or the tokenizer. A thread that dies later is replaced with a growing
 * back-off (0.1 to 30 s); its text is answered `down`.
 *
 * @throws DragomanError `encoder_invalid` when the files are damaged or the model cannot be loaded
 */
export async function createEncoderPool(options: EncoderPoolOptions): Promise<Encoder> {
  const manifest = options.manifest ?? (await readEncoderManifest(options.directory));
  const pool = new EncoderPool(manifest, options);
  try {
    await pool.start();
  } catch (error) {
    await pool.close();
    const reason = reasonOf(error);
    const advice = 'restore the folder, or serve with --encoder none';
    throw new DragomanError(
      'encoder_invalid',
      `the encoder in ${options.directory} does not load: ${reason}; ${advice}`,
      {
        cause: error,
      },
    );
  }
  return pool;
}
