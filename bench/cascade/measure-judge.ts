import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { JudgeFigure } from './cascade-figures.js';

/** Runs `judge-process`. @param quick one short round, whose figures mean little */
export async function measureJudge(quick: boolean): Promise<JudgeFigure[]> {
  const program = fileURLToPath(new URL('judge-process.js', import.meta.url));
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, [program, ...(quick ? ['--quick'] : [])]);
  return JSON.parse(stdout) as JudgeFigure[];
}
