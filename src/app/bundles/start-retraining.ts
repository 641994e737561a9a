import { spawn } from 'node:child_process';
import { setPriority } from 'node:os';
import type { Logger } from '../../telemetry/logger.js';

export interface RetrainingParts {
  /** Time between two trainings, in milliseconds. */
  readonly everyMs: number;
  /** Arguments of the verb that trains, and of the one that looks for drift. */
  readonly train: readonly string[];
  readonly drift: readonly string[];
  /** Runs `dragoman` with these arguments to its end and answers its exit code. */
  readonly run: (argv: readonly string[], signal: AbortSignal) => Promise<number>;
  readonly logger: Logger;
}

/** What the verbs tell by their exit code: drift found something grave; training kept nothing. */
const GRAVE = 3;
const NOTHING_KEPT = 3;

/** Between two looks for drift there are so many parts of the interval. */
const LOOKS = 4;

/**
 * Trains anew, time after time, and earlier when a look in between finds that traffic or margins drifted. What is trained
 * becomes a candidate; nothing goes into service by this alone.
 *
 * @returns what ends it, a training that runs included
 */
export function startRetraining({
  everyMs,
  train,
  drift,
  run,
  logger,
}: RetrainingParts): () => Promise<void> {
  const stopping = new AbortController();
  let looks = 0;
  let isBusy = false;
  let running: Promise<void> = Promise.resolve();
  const look = async (): Promise<void> => {
    looks += 1;
    const isDue = looks >= LOOKS;
    if (!isDue && (await run(drift, stopping.signal)) !== GRAVE) return;
    looks = 0;
    logger.info({ because: isDue ? 'schedule' : 'drift' }, 'training anew');
    const code = await run(train, stopping.signal);
    if (code === 0) logger.info('a bundle was trained; it is the candidate now');
    else if (code === NOTHING_KEPT) logger.info('the training kept nothing; what is in service stays');
    else logger.warn({ code }, 'the training failed; what is in service stays');
  };
  const tryLook = async (): Promise<void> => {
    isBusy = true;
    try {
      await look();
    } catch (error) {
      if (!stopping.signal.aborted) logger.warn({ err: error }, 'the training could not be started');
    }
    isBusy = false;
  };
  const timer = setInterval(() => {
    if (!isBusy) running = tryLook();
  }, everyMs / LOOKS).unref();
  return async () => {
    clearInterval(timer);
    stopping.abort();
    await running;
  };
}

export interface AsideOptions {
  readonly signal: AbortSignal;
  readonly logger: Logger;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Above it, a process gets only what others leave. */
const NICE = 15;

/**
 * Runs a program to its end, behind everything else that wants the processor; its last line of stderr is logged.
 *
 * @param program path of its script
 * @param signal ends it
 * @param environment variables besides our own: for what no list of processes should show, as a password
 */
export function runAside(
  program: string,
  argv: readonly string[],
  { signal, logger, environment = {} }: AsideOptions,
): Promise<number> {
  const child = spawn(process.execPath, [program, ...argv], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...environment },
    signal,
  });
  let told = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    told = (told + text).slice(-2_000);
  });
  return new Promise((resolve, reject) => {
    child.once('spawn', () => {
      if (child.pid !== undefined) setPriority(child.pid, NICE);
    });
    child.once('error', reject);
    child.once('close', (code) => {
      logger.debug(
        { verb: argv[0], code, told: told.trimEnd().split('\n').at(-1) },
        'a process beside ended',
      );
      resolve(code ?? 1);
    });
  });
}
