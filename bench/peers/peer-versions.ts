import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/package-root.js';
import { pathFrom } from './peer.js';

/** What was compared, by its name on the page. */
export function peerVersions(): Readonly<Record<string, string>> {
  return {
    Dragoman: versionIn(packageRoot),
    LiteLLM: pinned('litellm.requirements.txt', 'litellm'),
    Portkey: versionIn(pathFrom('PEER_PORTKEY')),
    'vLLM Semantic Router': pinned(join('peers', 'vllm-sr.requirements.txt'), 'vllm-sr'),
  };
}

function versionIn(folder: string): string {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    readonly version: string;
  };
  return manifest.version;
}

function pinned(file: string, name: string): string {
  const text = readFileSync(join(packageRoot, 'scripts', file), 'utf8');
  return new RegExp(`^${name}==(\\S+)`, 'm').exec(text)?.[1] ?? 'unknown';
}
