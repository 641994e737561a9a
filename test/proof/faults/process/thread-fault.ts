import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageRoot } from '../../../../src/package-root.js';
import type { Stack, StackOptions } from '../../../support/stack.js';
import type { Fault } from '../fault.js';

export interface ThreadFault extends Omit<Fault, 'prepare' | 'start'> {
  /** File name of the thread's entry. */
  readonly script: string;
  readonly deed: 'end' | 'freeze';
  /** How the stack differs, by a folder of its own. */
  readonly stack: (folder: string) => Partial<StackOptions>;
  /** What the log says once it has happened. */
  readonly sign: string;
}

const SWITCH = pathToFileURL(join(packageRoot, 'test/fixtures/faults/thread-switch.mjs')).href;

/**
 * A fault of threads of Dragoman. No signal reaches a single thread: SIGKILL and SIGSTOP are always the whole process's. So
 * code that is loaded before Dragoman's own ends or blocks a thread from within while a file is there.
 */
export function threadFault({ script, deed, stack: settings, sign, ...fault }: ThreadFault): Fault {
  let folder = '';
  return {
    ...fault,
    prepare: (cleanUp) => {
      folder = mkdtempSync(join(tmpdir(), 'dragoman-threads-'));
      cleanUp.add(() => {
        rmSync(folder, { recursive: true });
      });
      const options = settings(folder);
      return Promise.resolve({
        ...options,
        env: { NODE_OPTIONS: `--import ${SWITCH}`, DRAGOMAN_FAULTS: folder, ...options.env },
      });
    },
    start: (stack) => {
      const file = join(folder, `${script}.${deed}`);
      const logged = stack.logs().length;
      writeFileSync(file, '');
      return Promise.resolve({
        end: () => {
          rmSync(file);
          return Promise.resolve();
        },
        cleanUp: () => {
          rmSync(file, { force: true });
          return Promise.resolve();
        },
        seen: () => Promise.resolve(tellOf(stack, logged, sign)),
      });
    },
  };
}

/** @throws Error when nothing was logged, for then nothing has happened */
function tellOf(stack: Stack, logged: number, sign: string): string {
  const lines = stack.logs().slice(logged);
  const told = lines.filter((line) => [line['msg'], line['kind'], line['code']].includes(sign));
  if (told.length === 0) throw new Error(`the log says nothing of "${sign}": the fault did not take place`);
  return `"${sign}" was logged ${told.length} times.`;
}
