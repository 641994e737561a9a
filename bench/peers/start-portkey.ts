import { join } from 'node:path';
import { startChild } from '../../demo/child-process.js';
import { randomFreePort } from '../../demo/free-port.js';
import { isOk, waitFor } from '../../demo/wait-for.js';
import { pathFrom, type Peer, type PeerAnswer, postChat } from './peer.js';
import { PROMPTS } from './prompts.js';
import { fillConfig, readConfig, type WorkPlace } from './work-place.js';

/** What a client would have to know to say what kind of prompt it sends. */
const KIND_OF = { small: 'smalltalk', coder: 'code', large: 'other' } as const;

export interface Portkey extends Peer {
  /** @param config JSON, in place of the one that the page shows */
  askWith(config: string, prompt: string): Promise<PeerAnswer>;
}

/** Portkey's gateway. Its configuration comes with each request, and its clients say what kind of prompt they send. */
export async function startPortkey({ work, origins }: WorkPlace): Promise<Portkey> {
  const port = await randomFreePort();
  const gateway = startChild({
    name: 'Portkey',
    command: process.execPath,
    args: [join(pathFrom('PEER_PORTKEY'), 'build', 'start-server.js'), '--headless', `--port=${port}`],
    logFile: join(work, 'portkey.log'),
  });
  const url = `http://127.0.0.1:${port}`;
  try {
    await waitFor('Portkey', () => isOk(url), gateway);
  } catch (error) {
    await gateway.stop();
    throw error;
  }
  const askWith = (config: string, prompt: string): Promise<PeerAnswer> =>
    postChat(`${url}/v1/chat/completions`, prompt, {
      'x-portkey-config': JSON.stringify(JSON.parse(fillConfig(config, origins))),
      'x-portkey-metadata': JSON.stringify({ kind: kindOf(prompt) }),
    });
  const config = readConfig('portkey.json');
  return {
    name: 'Portkey',
    parts: [gateway],
    ask: (prompt) => askWith(config, prompt),
    askWith,
    stop: () => gateway.stop(),
  };
}

function kindOf(prompt: string): string {
  const known = PROMPTS.find(({ text }) => prompt.endsWith(text));
  return KIND_OF[known?.wanted ?? 'large'];
}
