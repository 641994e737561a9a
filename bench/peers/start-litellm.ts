import { join } from 'node:path';
import { type Child, startChild } from '../../demo/child-process.js';
import { randomFreePort } from '../../demo/free-port.js';
import { isOk, waitFor } from '../../demo/wait-for.js';
import { pathFrom, type Peer, type PeerAnswer, postChat } from './peer.js';
import { type WorkPlace, writeConfig } from './work-place.js';

/** LiteLLM's proxy with one worker, as it starts by default, and the embedding server that it asks. */
export async function startLitellm(place: WorkPlace, embedder: Child): Promise<Peer> {
  const proxy = await startLitellmProxy(place.work, writeConfig(place, 'litellm.yaml'));
  return {
    name: 'LiteLLM',
    parts: [proxy.child, embedder],
    ask: (prompt) => proxy.ask('auto', prompt),
    stop: () => proxy.child.stop(),
  };
}

export interface LitellmProxy {
  readonly child: Child;
  /** @param model one of its `model_name`s */
  ask(model: string, prompt: string): Promise<PeerAnswer>;
}

/** @param config path of its configuration */
export async function startLitellmProxy(work: string, config: string): Promise<LitellmProxy> {
  const port = await randomFreePort();
  const child = startProcess(work, config, port);
  const url = `http://127.0.0.1:${port}`;
  try {
    await waitFor('LiteLLM', () => isOk(`${url}/health/liveliness`), child);
  } catch (error) {
    await child.stop();
    throw error;
  }
  return {
    child,
    ask: (model, prompt) =>
      postChat(`${url}/v1/chat/completions`, prompt, { authorization: 'Bearer none' }, model),
  };
}

function startProcess(work: string, config: string, port: number): Child {
  return startChild({
    name: 'LiteLLM',
    command: pathFrom('DRAGOMAN_LITELLM'),
    args: ['--config', config, '--host', '127.0.0.1', '--port', String(port), '--telemetry', 'False'],
    // Else it asks the Internet for prices when it starts.
    env: { LITELLM_LOCAL_MODEL_COST_MAP: 'True', PYTHONPATH: pathFrom('PEER_SEMANTIC_ROUTER') },
    logFile: join(work, `litellm-${port}.log`),
  });
}
