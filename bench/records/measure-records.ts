import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { RecordFigures } from './record-figures.js';

/** Runs `records-process`, whose progress bar is shown. @param count records to write, at least 500 */
export async function measureRecords(count: number): Promise<RecordFigures> {
  const program = fileURLToPath(new URL('records-process.js', import.meta.url));
  const child = spawn(process.execPath, [program, String(count)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [printed] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  if (child.exitCode !== 0) throw new Error(`the bench of records ended with ${child.exitCode}`);
  return JSON.parse(printed) as RecordFigures;
}
