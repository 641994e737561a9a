import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { envoyBinary } from '../../demo/envoy-binary.js';
import { randomFreePort } from '../../demo/free-port.js';
import { startRouter } from '../../demo/stack.js';
import { type Peer, postChat } from './peer.js';
import { type WorkPlace, writeConfig } from './work-place.js';

/** Dragoman and its Envoy, with no store and no collector. */
export async function startDragoman(place: WorkPlace): Promise<Peer> {
  const registry = join(place.work, 'registry');
  mkdirSync(registry, { recursive: true });
  writeConfig({ ...place, work: registry }, 'dragoman.yaml');
  const router = await startRouter({
    registry,
    work: place.work,
    logs: join(place.work, 'logs'),
    envoy: await envoyBinary(),
    ports: {
      listener: await randomFreePort(),
      internal: await randomFreePort(),
      envoyAdmin: await randomFreePort(),
      admin: await randomFreePort(),
    },
  });
  return {
    name: 'Dragoman',
    parts: [router.dragoman(), router.envoy],
    ask: (prompt) => postChat(`${router.url}/v1/chat/completions`, prompt),
    stop: () => router.stop(),
  };
}
