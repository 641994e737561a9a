import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { HeadFigures } from './head-figures.js';

/** Runs `heads-process`. @param quick few and small measurements, whose figures mean little */
export async function measureHeads(quick: boolean): Promise<HeadFigures> {
  const program = fileURLToPath(new URL('heads-process.js', import.meta.url));
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, [program, ...(quick ? ['--quick'] : [])]);
  return JSON.parse(stdout) as HeadFigures;
}
