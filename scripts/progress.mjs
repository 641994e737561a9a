// Progress of long steps: one line at the start, one every ten seconds, one at the end.
import { spawn } from 'node:child_process';

/** An error whose message is all that a person needs; the scripts print it without a stack. */
export class SetUpError extends Error {}

/** Runs `work` and tells how long it took. */
export async function step(title, work) {
  const start = Date.now();
  const seconds = () => ((Date.now() - start) / 1000).toFixed(1);
  console.log(`> ${title} ...`);
  const timer = setInterval(() => console.log(`  ... ${title} (${seconds()} s so far)`), 10_000);
  try {
    const value = await work();
    console.log(`  ${title}: done in ${seconds()} s`);
    return value;
  } finally {
    clearInterval(timer);
  }
}

/**
 * Runs a program and keeps what it prints; `show` prints it as it comes.
 * @returns {Promise<{ code: number, output: string }>} `code` is 127 when the program does not exist
 */
export function run(command, args, { cwd, env, show = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
    });
    let output = '';
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    child.once('error', (error) => resolve({ code: 127, output: error.message }));
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** Ends a script: prints the error as a person needs it and sets the exit status. */
export function report(error) {
  // A plain error or one of ours was written for people; anything else is a fault, and its stack helps.
  const written = error instanceof SetUpError || ['Error', 'DragomanError'].includes(error?.name);
  console.error(written ? `\nerror: ${error.message}` : error);
  process.exitCode = 1;
}
