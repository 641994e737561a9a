import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { LoadFigure, ScaleFigures } from './scale-figures.js';

/** Routes and examples of each: of two that differ in one of them, the difference is that one's. */
const SIZES = [
  [20, 20],
  [20, 120],
  [120, 20],
  [120, 120],
] as const;
const SMALL_SIZES = [
  [4, 6],
  [4, 12],
  [8, 6],
] as const;

/** What grows with a registry and with replicas. @param quick few and small measurements, whose figures mean little */
export async function measureScale(quick: boolean): Promise<ScaleFigures> {
  const startedAt = new Date().toISOString();
  const loads: LoadFigure[] = [];
  for (const size of quick ? SMALL_SIZES : SIZES) {
    loads.push((await runProcess('load-process', size.map(String))) as LoadFigure);
  }
  const others = (await runProcess('entries-process', [])) as Omit<ScaleFigures, 'startedAt' | 'loads'>;
  return { startedAt, loads, ...others };
}

async function runProcess(name: string, args: readonly string[]): Promise<unknown> {
  const program = fileURLToPath(new URL(`${name}.js`, import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', program, ...args]);
  return JSON.parse(stdout) as unknown;
}
