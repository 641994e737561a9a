import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

export interface ChildOptions {
  /** Shown to people. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Added to this process's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Receives both outputs. */
  readonly logFile: string;
  /** Called for each line of standard output. */
  readonly onLine?: (line: string) => void;
}

export interface Child {
  readonly name: string;
  readonly pid: number;
  readonly logFile: string;
  /** Resolves when the process has ended, with what it died of, such as `exit code 1` or `SIGKILL`. Never rejects. */
  readonly ended: Promise<string>;
  /** The latest lines of both outputs, at most 15. */
  lastLines(): readonly string[];
  signal(signal: NodeJS.Signals): void;
  /** SIGTERM, then SIGKILL after `graceMs` (default 5000); resolves when the process is gone. */
  stop(graceMs?: number): Promise<void>;
}

const LAST_LINES = 15;

const ENDING_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const living = new Set<ChildProcess>();

/** Starts a program whose output goes to a file. It is stopped by pid only, and does not outlive this process. */
export function startChild(options: ChildOptions): Child {
  if (living.size === 0) endWithUs();
  const child = spawn(options.command, options.args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...options.env },
    // A group of its own: Ctrl-C reaches only this process, which then stops its children in order.
    detached: true,
  });
  living.add(child);
  const log = createWriteStream(options.logFile);
  const last: string[] = [];
  const read = (stream: Readable, onLine?: (line: string) => void): void => {
    createInterface({ input: stream }).on('line', (line) => {
      log.write(`${line}\n`);
      last.push(line);
      if (last.length > LAST_LINES) last.shift();
      onLine?.(line);
    });
  };
  read(child.stdout, options.onLine);
  read(child.stderr);
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => {
      forget(child);
      resolve(error.message);
    });
    child.once('close', (code, signal) => {
      log.end();
      forget(child);
      resolve(signal ?? `exit code ${code ?? 0}`);
    });
  });
  return {
    name: options.name,
    pid: child.pid ?? 0,
    logFile: options.logFile,
    ended,
    lastLines: () => last,
    signal: (signal) => {
      child.kill(signal);
    },
    stop: async (graceMs = 5000) => {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
      await ended;
      clearTimeout(timer);
    },
  };
}

function endWithUs(): void {
  process.on('exit', killLiving);
  for (const signal of ENDING_SIGNALS) process.on(signal, onSignal);
}

function forget(child: ChildProcess): void {
  living.delete(child);
  if (living.size > 0) return;
  process.off('exit', killLiving);
  for (const signal of ENDING_SIGNALS) process.off(signal, onSignal);
}

/** A signal that nobody else handles ends this process as it would without us, but takes the children along. */
function onSignal(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  killLiving();
  process.off(signal, onSignal);
  process.kill(process.pid, signal);
}

function killLiving(): void {
  for (const child of living) child.kill('SIGKILL');
}

/** What to tell a person about a child that has ended by itself. */
export function describeEnd(child: Child, how: string): string {
  const lines = child.lastLines().map((line) => `  ${line}`);
  return [
    `${child.name} (pid ${child.pid}) has ended: ${how}. Last lines of ${child.logFile}:`,
    ...lines,
  ].join('\n');
}
