import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cacheDir } from '../../demo/envoy-binary.js';
import { pathFrom } from './peer.js';
import type { InstalledSize } from './results.js';

/** What is installed here, in MB of 10^6 bytes; an image of ours only where `npm run image` has built one. */
export function installedSizes(): InstalledSize[] {
  const image = join(cacheDir, 'images', 'dragoman.tar');
  const parts: readonly (readonly [string, () => number])[] = [
    [
      'Dragoman, its image unpacked: base, Node and encoder',
      () => (existsSync(image) ? statSync(image).size : NaN),
    ],
    ['Envoy, its program', () => statSync(pathFrom('DRAGOMAN_ENVOY')).size],
    [
      'LiteLLM, its Python packages without Python',
      () =>
        bytesUnder(dirname(dirname(pathFrom('DRAGOMAN_LITELLM')))) +
        bytesUnder(pathFrom('PEER_SEMANTIC_ROUTER')),
    ],
    ['Portkey, its npm packages without Node', () => bytesUnder(dirname(dirname(pathFrom('PEER_PORTKEY'))))],
    [
      'vLLM Semantic Router, its command line alone, without Python, router and models',
      () => bytesUnder(dirname(dirname(pathFrom('PEER_VLLM_SR')))),
    ],
  ];
  return parts.map(([what, bytes]) => ({ what, megabytes: bytes() / 1e6 }));
}

/** Links are not followed: a Python environment links its `lib64` to `lib`. */
function bytesUnder(folder: string): number {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sum + bytesUnder(path);
    return sum + (entry.isFile() ? statSync(path).size : 0);
  }, 0);
}
