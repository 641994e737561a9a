import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { ReplayFigures } from './replay-figures.js';

/** Runs `replay-process`. @param quick few and small measurements, whose figures mean little */
export async function measureReplay(quick: boolean): Promise<ReplayFigures> {
  const program = fileURLToPath(new URL('replay-process.js', import.meta.url));
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, [program, ...(quick ? ['--quick'] : [])]);
  return JSON.parse(stdout) as ReplayFigures;
}
