/** A process of its own: `node sort-texts-process.js TEXTS.json REGISTRY CACHE`, one line of JSON. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadRegistry } from '../../src/config/load.js';
import { openOffline } from '../../src/lab/predict/open-offline.js';
import { replay } from '../../src/lab/replay/replay.js';
import { isRefused } from '../../src/lab/replay/replay-report.js';
import { trafficSource } from '../../src/lab/replay/replay-source.js';
import { packageRoot } from '../../src/package-root.js';
import type { SortedTexts } from './sort-texts.js';

const [file = '', registry = '', cacheDirectory = ''] = process.argv.slice(2);
const texts = JSON.parse(readFileSync(file, 'utf8')) as string[];
const loaded = loadRegistry(registry);
if (!loaded.ok) throw new Error(`the registry is not valid: ${loaded.problems[0]?.message ?? ''}`);
const offline = await openOffline(loaded.registry, {
  encoderDirectory: join(packageRoot, 'models', 'all-minilm-l6-v2'),
  cacheDirectory,
  asServing: true,
});
const rows = texts.map((text) => ({ line: 1, ok: true, value: { text } }) as const);
const sorted: { readonly [Layer in keyof SortedTexts]: string[] } = { fast: [], encoder: [] };
let at = 0;
const requests = trafficSource(rows, false).requests({ tenantHeader: '' }, () => undefined);
for await (const chunk of replay(requests, offline.snapshot)) {
  for (const { result } of chunk) {
    const text = texts[at] ?? '';
    at += 1;
    if (isRefused(result)) continue;
    if (result.layer === 'fast') sorted.fast.push(text);
    else if (result.layer === 'similarity') sorted.encoder.push(text);
  }
}
await offline.close();
process.stdout.write(`${JSON.stringify(sorted)}\n`);
