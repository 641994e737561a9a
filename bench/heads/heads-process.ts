/** A process of its own, so that no other part of the bench is counted: `node heads-process.js [--quick]`, one line of JSON. */
import { join } from 'node:path';
import { createEncoderPool } from '../../src/embed/encoder-pool.js';
import { readEncoderManifest } from '../../src/embed/manifest.js';
import { packageRoot } from '../../src/package-root.js';
import type { HeadFigures } from './head-figures.js';
import { measureEncoder } from './measure-encoder.js';
import { measureLongPrompt } from './measure-long-prompt.js';
import { measureRouteHeads, type Sizes } from './measure-route-heads.js';

const FULL: Sizes = {
  fast: { routes: 150, examples: 20 },
  scoring: { routes: 1000, examples: 50 },
  fits: [
    { routes: 20, examples: 20 },
    { routes: 150, examples: 100 },
  ],
  rounds: 7,
};

const QUICK: Sizes = {
  fast: { routes: 5, examples: 5 },
  scoring: { routes: 20, examples: 5 },
  fits: [{ routes: 5, examples: 5 }],
  rounds: 1,
};

const sizes = process.argv.includes('--quick') ? QUICK : FULL;
const directory = join(packageRoot, 'models', 'all-minilm-l6-v2');
const manifest = await readEncoderManifest(directory);
const encoder = await createEncoderPool({ directory, manifest, workers: 1, queue: 1 });
const figures: HeadFigures = {
  encoder: await measureEncoder(encoder, manifest, sizes.rounds),
  longPrompt: await measureLongPrompt(encoder, manifest),
  ...(await measureRouteHeads(manifest, sizes)),
};
await encoder.close();
process.stdout.write(`${JSON.stringify(figures)}\n`);
