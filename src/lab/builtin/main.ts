import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeHead } from '../../heads/head-file.js';
import { BUILTIN_FOLDER, type HeadSignal } from '../../signals/builtin-heads.js';
import { fitExpectation } from '../../signals/feature-vector.js';
import { dataUnavailable } from '../data-folder.js';
import { shippedEncoder } from '../shipped-encoder.js';
import { openVectorCache } from '../vector-cache.js';
import { modelCard } from './model-card.js';
import { complexityRecipe, domainRecipe, frontierRecipe } from './outcome-rows.js';
import { harmRecipe } from './harm-rows.js';
import { injectionRecipe, jailbreakRecipe } from './safety-rows.js';
import { taskRecipe } from './task-rows.js';
import { trainSignal, type TrainedSignal } from './train-signal.js';
import type { Recipe } from './training-row.js';

const RECIPES: Readonly<Record<HeadSignal, () => Promise<Recipe>>> = {
  task: taskRecipe,
  complexity: complexityRecipe,
  domain: domainRecipe,
  frontier: frontierRecipe,
  jailbreak: jailbreakRecipe,
  injection: injectionRecipe,
  harm: harmRecipe,
};

/** `npm run train:builtin [FOLDER]`: makes the built-in heads and their card again. */
async function main(folder: string, only: readonly string[]): Promise<void> {
  const missing = dataUnavailable();
  if (missing !== undefined) throw new Error(missing);
  const encoder = await shippedEncoder();
  const cache = await openVectorCache(encoder);
  const expected = {
    ...fitExpectation(encoder.checksum),
  };
  await mkdir(folder, { recursive: true });
  const trained: TrainedSignal[] = [];
  try {
    for (const [name, recipe] of Object.entries(RECIPES) as [HeadSignal, () => Promise<Recipe>][]) {
      if (only.length > 0 && !only.includes(name)) continue;
      const signal = await trainSignal(name, await recipe(), (texts) => cache.embedAll(texts));
      await writeFile(join(folder, `${name}.json`), writeHead(signal.head, expected));
      trained.push(signal);
      console.log(`trained ${name}`);
    }
  } finally {
    await cache.close();
  }
  await writeFile(join(folder, 'README.md'), modelCard(trained));
}

const [folder = BUILTIN_FOLDER, ...only] = process.argv.slice(2);
await main(folder, only);
