import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { ExpiringMap } from '../../decision/memory/expiring-map.js';
import { fail, ok, type Result } from '../../errors.js';
import type { Answer, NumberedAnswer, NumberedQuestion } from './evidence-messages.js';
import type { EvidenceQuestion } from './evidence-kinds.js';
import { type EvidenceSettings, RECORDS_VARIABLE } from './evidence-settings.js';

/**
 * Works out what takes long, such as reports over a month of records, in a process of its own: the one that serves keeps its
 * event loop, and its memory, to itself.
 */
export interface EvidenceDesk {
  /**
   * Answers with JSON as text. Equal questions at a time are one question, and an answer is good for some seconds.
   *
   * @returns `console_busy` when too many others wait; `evidence_failed` when the process ended or took too long; and what
   *   `answerQuestion` says
   */
  ask(question: EvidenceQuestion): Promise<Result<string>>;
  /** Ends the process; questions that wait fail. */
  stop(): Promise<void>;
}

export interface DeskOptions {
  readonly settings: EvidenceSettings;
  /** URL of the store; `undefined` where no records are kept. */
  readonly records: string | undefined;
  readonly onEvent: (event: DeskEvent) => void;
  /** What differs from {@link USUAL_LIMITS}. */
  readonly limits?: Partial<DeskLimits>;
  /** File of the process; default the one that works out evidence. */
  readonly entry?: string;
}

export type DeskEvent =
  | { readonly kind: 'started'; readonly pid: number | undefined }
  | { readonly kind: 'idle' }
  | { readonly kind: 'failed'; readonly reason: string };

export interface DeskLimits {
  /** Longest time for an answer, in milliseconds. */
  readonly answerMs: number;
  /** Time without a question after which the process ends, in milliseconds. */
  readonly idleMs: number;
  /** Time that an answer is good for, in milliseconds. */
  readonly keptMs: number;
  /** Questions that may wait. */
  readonly waiting: number;
}

const USUAL_LIMITS: DeskLimits = { answerMs: 60_000, idleMs: 60_000, keptMs: 10_000, waiting: 8 };

/** Answers that are kept: some hundred kilobytes each. */
const MOST_KEPT = 16;

/** Largest heap of the process in MB, and the share of a container's memory that it is at most: beyond it the process ends. */
const HEAP_MB = 1_024;
const HEAP_SHARE = 0.25;

const ENTRY = fileURLToPath(new URL('evidence-process.js', import.meta.url));

export function createEvidenceDesk(options: DeskOptions): EvidenceDesk {
  return new ForkedDesk(options);
}

interface Job {
  readonly question: EvidenceQuestion;
  readonly settle: (answer: Result<string>) => void;
}

class ForkedDesk implements EvidenceDesk {
  readonly #options: DeskOptions;
  readonly #limits: DeskLimits;
  readonly #waiting: Job[] = [];
  /** Equal questions, while they are worked out. */
  readonly #asked = new Map<string, Promise<Result<string>>>();
  #kept: ExpiringMap<string>;
  #child: ChildProcess | undefined;
  #current: (Job & { readonly number: number }) | undefined;
  #numbers = 0;
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(options: DeskOptions) {
    this.#options = options;
    this.#limits = { ...USUAL_LIMITS, ...options.limits };
    this.#kept = this.#keepNone();
  }

  ask(question: EvidenceQuestion): Promise<Result<string>> {
    if (this.#isStopped) return Promise.resolve(STOPPED);
    const key = JSON.stringify([question.kind, Object.entries(question.query).sort()]);
    const kept = this.#kept.get(key);
    if (kept !== undefined) return Promise.resolve(ok(kept));
    const asked = this.#asked.get(key);
    if (asked !== undefined) return asked;
    if (this.#waiting.length >= this.#limits.waiting) {
      const message = `${this.#waiting.length} questions wait to be worked out; ask again in some seconds.`;
      return Promise.resolve(fail('console_busy', message));
    }
    const answer = new Promise<Result<string>>((settle) => this.#waiting.push({ question, settle }))
      .then((result) => {
        if (result.ok) this.#kept.set(key, result.value);
        return result;
      })
      .finally(() => this.#asked.delete(key));
    this.#asked.set(key, answer);
    this.#next();
    return answer;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const { settle } of this.#waiting.splice(0)) settle(STOPPED);
    const child = this.#child;
    const isOver = child === undefined ? undefined : once(child, 'exit');
    this.#end(STOPPED);
    await isOver;
  }

  #keepNone(): ExpiringMap<string> {
    return new ExpiringMap({ entries: MOST_KEPT, ttlMs: this.#limits.keptMs });
  }

  #next(): void {
    if (this.#current !== undefined) return;
    const job = this.#waiting.shift();
    clearTimeout(this.#timer);
    if (job === undefined) {
      this.#timer = this.#after(this.#limits.idleMs, () => {
        this.#options.onEvent({ kind: 'idle' });
        this.#kept = this.#keepNone();
        this.#end(STOPPED);
      });
      return;
    }
    const number = (this.#numbers += 1);
    this.#current = { ...job, number };
    const { answerMs } = this.#limits;
    this.#timer = this.#after(answerMs, () => {
      this.#fail(`it took longer than ${answerMs / 1000} s`);
    });
    this.#child ??= this.#start();
    this.#child.send({ number, question: job.question } satisfies NumberedQuestion);
  }

  #after(ms: number, act: () => void): NodeJS.Timeout {
    return setTimeout(act, ms).unref();
  }

  #start(): ChildProcess {
    const { settings, records, entry = ENTRY, onEvent } = this.#options;
    const child = fork(entry, [JSON.stringify(settings)], {
      env: { ...withoutSecrets(process.env), [RECORDS_VARIABLE]: records },
      execArgv: [`--max-old-space-size=${heapMb()}`, '--max-semi-space-size=8'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    child.on('message', (message) => {
      const { number, answer } = message as NumberedAnswer;
      if (number === this.#current?.number) this.#answered(answer);
    });
    const gone = (reason: string): void => {
      if (child === this.#child) this.#fail(reason);
    };
    child.on('error', (error) => {
      gone(error.message);
    });
    child.on('exit', (code, signal) => {
      gone(`its process ended (${signal ?? `exit code ${String(code)}`})`);
    });
    onEvent({ kind: 'started', pid: child.pid });
    return child;
  }

  #answered(answer: Answer): void {
    if (!answer.ok && answer.detail !== undefined) {
      this.#options.onEvent({ kind: 'failed', reason: answer.detail });
    }
    this.#settle(answer.ok ? ok(answer.json) : fail(answer.code, answer.message));
  }

  #fail(reason: string): void {
    this.#options.onEvent({ kind: 'failed', reason });
    this.#end(fail('evidence_failed', `It could not be worked out: ${reason}. Ask again.`));
  }

  /** Nothing that the process holds is to be kept, so it need not be asked to end. */
  #end(answer: Result<string>): void {
    const child = this.#child;
    this.#child = undefined;
    child?.kill('SIGKILL');
    this.#settle(answer);
  }

  #settle(answer: Result<string>): void {
    const job = this.#current;
    this.#current = undefined;
    job?.settle(answer);
    if (job === undefined || this.#isStopped) clearTimeout(this.#timer);
    else this.#next();
  }
}

const STOPPED = fail('evidence_failed', 'Dragoman is being stopped.');

/** The process works out figures: what the one that serves guards and signs with is not for it. */
function withoutSecrets(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const secrets = ['DRAGOMAN_ADMIN_TOKEN', 'DRAGOMAN_HASH_KEY'];
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !secrets.includes(name)));
}

function heapMb(): number {
  const share = (HEAP_SHARE * process.constrainedMemory()) / 2 ** 20;
  // No limit is told as 0, or as more than there is.
  return share >= 1 ? Math.floor(Math.min(HEAP_MB, share)) : HEAP_MB;
}
