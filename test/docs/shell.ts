import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Finished {
  /** Undefined when the commands went well; else what they ended with, such as `exit code 1` or `still running after 60 s`. */
  readonly failure: string | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** One bash, as a reader has it open while going through a page; a command that fails ends it. */
export interface Shell {
  run(script: string, timeoutMs: number): Promise<Finished>;
  /** Ends everything that was started in it and still runs. */
  stop(): Promise<void>;
}

/**
 * `goes_on PROCESS FILE [COMMAND]` waits until the command succeeds, or two seconds; it fails, and shows the file, when the process
 * ends meanwhile.
 */
export const GOES_ON = `goes_on() {
  local count
  for count in {1..100}; do
    sleep 0.3
    kill -0 "$1" 2>/dev/null || break
    if [[ $# -gt 2 ]]; then
      if "\${@:3}"; then return; fi
    elif [[ $count -gt 7 ]]; then
      return
    fi
  done
  cat "$2" >&2
  return 1
}`;

/** Reads a file's name from descriptor 3, runs the file, says so on 4; the trap names the command that failed. */
const LOOP = `
set -eu
trap 'echo "(line $LINENO failed: $BASH_COMMAND)" >&2' ERR
${GOES_ON}
while read -r -u 3 DOCUMENTED_BLOCK; do
  source "$DOCUMENTED_BLOCK" </dev/null >"$DOCUMENTED_BLOCK.out" 2>"$DOCUMENTED_BLOCK.err"
  echo done >&4
done`;

const GRACE_MS = 3000;

/**
 * @param options.folder where the commands run
 * @param options.scratch folder for the scripts and what they print
 */
export function startShell(options: {
  readonly folder: string;
  readonly scratch: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}): Shell {
  const { folder, scratch, env } = options;
  // A group of its own, by which everything that a page leaves running is found.
  const bash = spawn('bash', ['-c', LOOP], {
    cwd: folder,
    env,
    detached: true,
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  });
  const kill = (signal: NodeJS.Signals | 0): boolean => killGroup(bash, signal);
  const killNow = (): boolean => kill('SIGKILL');
  process.once('exit', killNow);
  const [names, done] = [bash.stdio[3] as Writable, bash.stdio[4] as Readable];
  // A shell that has ended is noticed by its exit.
  names.on('error', () => undefined);
  const lines = createInterface({ input: done });
  const ended = endOf(bash);
  let count = 0;
  return {
    async run(script, timeoutMs) {
      const file = join(scratch, `${++count}.sh`);
      writeFileSync(file, `${script}\n`);
      for (const output of ['out', 'err']) writeFileSync(`${file}.${output}`, '');
      const finished = Promise.race([
        once(lines, 'line').then(() => undefined),
        ended,
        sleep(timeoutMs, `still running after ${timeoutMs / 1000} s`, { ref: false }),
      ]);
      names.write(`${file}\n`);
      const failure = await finished;
      return {
        failure,
        stdout: readFileSync(`${file}.out`, 'utf8'),
        stderr: readFileSync(`${file}.err`, 'utf8'),
      };
    },
    async stop() {
      process.off('exit', killNow);
      const end = Date.now() + GRACE_MS;
      kill('SIGTERM');
      while (kill(0) && Date.now() < end) await sleep(50);
      killNow();
      lines.close();
    },
  };
}

async function endOf(bash: ChildProcess): Promise<string> {
  await once(bash, 'exit');
  return bash.signalCode ?? `exit code ${bash.exitCode ?? 0}`;
}

/** Whether there was anybody to get the signal. */
function killGroup({ pid }: ChildProcess, signal: NodeJS.Signals | 0): boolean {
  if (pid === undefined) return false;
  try {
    return process.kill(-pid, signal);
  } catch {
    return false;
  }
}
