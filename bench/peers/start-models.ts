import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Child, startChild } from '../../demo/child-process.js';
import { randomFreePort } from '../../demo/free-port.js';
import { type StandInModel, startStandInModel } from '../../demo/stand-in-model.js';
import { isOk, waitFor } from '../../demo/wait-for.js';
import { MODELS, type ModelName } from './prompts.js';
import type { Origins } from './work-place.js';

/** What stands behind every router: three models that answer at once, and the embedding server that LiteLLM needs. */
export interface ComparedModels {
  readonly models: ReadonlyMap<ModelName, StandInModel>;
  readonly embedder: Child;
  readonly origins: Origins;
  stop(): Promise<void>;
}

export async function startModels(work: string): Promise<ComparedModels> {
  const models = new Map<ModelName, StandInModel>();
  for (const name of MODELS) {
    models.set(name, await startStandInModel({ name, behaviour: { delay: 0, gap: 0 } }));
  }
  const port = await randomFreePort();
  const embedder = startChild({
    name: 'embedding server',
    command: process.execPath,
    args: [fileURLToPath(new URL('./embedding-server.js', import.meta.url)), String(port)],
    logFile: join(work, 'embedder.log'),
  });
  const url = `http://127.0.0.1:${port}`;
  const stop = async (): Promise<void> => {
    await embedder.stop();
    await Promise.all([...models.values()].map((model) => model.close()));
  };
  try {
    await waitFor('the embedding server', () => isOk(url), embedder);
  } catch (error) {
    await stop();
    throw error;
  }
  const origins = new Map(
    [...models].map(([name, { port: at }]) => [name as string, `http://127.0.0.1:${at}`]),
  );
  return { models, embedder, origins: origins.set('embedder', url), stop };
}
