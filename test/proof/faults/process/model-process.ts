import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startChild, type Child } from '../../../../demo/child-process.js';
import { randomFreePort } from '../../../../demo/free-port.js';
import { isOk, waitFor } from '../../../../demo/wait-for.js';
import type { CleanUp } from '../../../support/clean-up.js';
import type { StackOptions } from '../../../support/stack.js';
import { checkedRegistry } from '../../load/requests.js';

/** A stand-in model in a process of its own, on a port that it keeps. */
export interface ModelProcess {
  readonly name: string;
  /** Base URL with `/v1`. */
  readonly url: string;
  kill(): Promise<void>;
  /** Resolves when it answers again. */
  startAgain(): Promise<void>;
  signal(signal: NodeJS.Signals): void;
}

const PROGRAM = fileURLToPath(new URL('./model-program.js', import.meta.url));
const NAMES = ['small', 'medium', 'large'] as const;

/** The usual stack, but each of its models is a process. */
export async function startModels(
  cleanUp: CleanUp,
): Promise<{ readonly models: readonly ModelProcess[]; readonly options: Partial<StackOptions> }> {
  const logs = await mkdtemp(join(tmpdir(), 'dragoman-models-'));
  cleanUp.add(() => rm(logs, { recursive: true }));
  const models = await Promise.all(NAMES.map((name) => startModel(name, logs, cleanUp)));
  const registry = Object.entries(checkedRegistry()).map(([file, text]) => [
    file,
    models.reduce((filled, { name, url }) => filled.replaceAll(`{{${name}}}`, url), text),
  ]);
  return {
    models,
    options: { models: {}, registry: Object.fromEntries(registry) as Readonly<Record<string, string>> },
  };
}

async function startModel(name: string, logs: string, cleanUp: CleanUp): Promise<ModelProcess> {
  const port = await randomFreePort();
  const start = async (): Promise<Child> => {
    const child = startChild({
      name,
      command: process.execPath,
      args: [PROGRAM, `stand-in/${name}`, String(port)],
      logFile: join(logs, `${name}.log`),
    });
    await waitFor(name, () => isOk(`http://127.0.0.1:${port}/health`), child);
    return child;
  };
  let child = await start();
  cleanUp.add(async () => {
    child.signal('SIGCONT');
    await child.stop();
  });
  return {
    name,
    url: `http://127.0.0.1:${port}/v1`,
    kill: async () => {
      child.signal('SIGKILL');
      await child.ended;
    },
    startAgain: async () => {
      child = await start();
    },
    signal: (signal) => {
      child.signal(signal);
    },
  };
}
