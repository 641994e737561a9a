import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChild } from '../../demo/child-process.js';
import { randomFreePort } from '../../demo/free-port.js';
import { isOk, waitFor } from '../../demo/wait-for.js';

/** A LiteLLM proxy on a free port of 127.0.0.1. */
export interface Litellm {
  /** Base URL with `/v1`. */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * @param program path of `litellm`
 * @param config its configuration file
 * @param env where the providers are, and their keys
 */
export async function startLitellm(
  program: string,
  config: string,
  env: Readonly<Record<string, string>>,
): Promise<Litellm> {
  const work = await mkdtemp(join(tmpdir(), 'litellm-'));
  const port = await randomFreePort();
  const child = startChild({
    name: 'LiteLLM',
    command: program,
    args: ['--config', config, '--host', '127.0.0.1', '--port', String(port), '--telemetry', 'False'],
    // Else it asks the Internet for prices when it starts.
    env: { LITELLM_LOCAL_MODEL_COST_MAP: 'True', ...env },
    logFile: join(work, 'litellm.log'),
  });
  const stop = async (): Promise<void> => {
    await child.stop();
    await rm(work, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${port}`;
  try {
    await waitFor('LiteLLM', () => isOk(`${url}/health/liveliness`), child);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `${url}/v1`, stop };
}
