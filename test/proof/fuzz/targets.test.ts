import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { closeOpened } from './opened.js';
import { regressionFiles } from './regression-files.js';
import { runBatch } from './run-target.js';
import { removeScratchFolders } from './scratch-folder.js';
import { TARGETS } from './targets.js';

/** The same each time, so that a test that passed does not fail without a change; the command draws others. */
const SEED = 20_261_122;
/** Inputs for a weight of 1. */
const INPUTS = 120;
/** Of the slowest, and of the lightest. */
const LEAST = 40;

after(async () => {
  await closeOpened();
  removeScratchFolders();
});

describe('hostile input', () => {
  for (const target of TARGETS) {
    const inputs = Math.max(LEAST, Math.round(INPUTS * target.weight));
    it(`breaks no claim of ${target.name} (${inputs} inputs, seed ${SEED})`, async () => {
      const property = await target.prepare();
      for (const { input } of regressionFiles(target.name)) await property(input);
      const { failure } = await runBatch(target, property, { inputs, seed: SEED });
      assert.equal(failure, undefined, `${failure?.stack ?? ''}\nseed ${SEED}, path ${failure?.path ?? ''}`);
    });
  }
});
