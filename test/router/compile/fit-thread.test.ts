import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type FitJob, type FitSet, runFitJob } from '../../../src/router/compile/fit-job.js';
import { fitInThread } from '../../../src/router/compile/fit-thread.js';
import { hashWords } from '../../support/fake-encoder.js';

function setOf(withVectors: boolean): FitSet {
  const embedded = (texts: readonly string[]): { texts: readonly string[]; vectors: Float32Array[] } => ({
    texts,
    vectors: withVectors ? texts.map(hashWords) : [],
  });
  const examples = (noun: string): string[] =>
    Array.from({ length: 8 }, (_, at) => `ask about the ${noun} in the case ${at}`);
  return {
    routes: [
      { route: 'cooking', ...embedded(examples('pasta')), not: embedded(['pasta machines for sale']) },
      { route: 'coding', ...embedded(examples('array')) },
    ],
    background: embedded(['good morning', 'how are you']),
  };
}

describe('fitInThread', () => {
  it('fits the heads that the calling thread would', async () => {
    const job: FitJob = {
      full: setOf(true),
      fast: setOf(false),
      fastExits: true,
      thresholds: { coding: 0.4 },
      seeksSameText: true,
    };
    assert.deepEqual(await fitInThread(job), await runFitJob(job));
  });

  it('fits without an encoder', async () => {
    const job: FitJob = { fast: setOf(false), fastExits: true, thresholds: {}, seeksSameText: false };
    const heads = await fitInThread(job);
    assert.deepEqual(heads, await runFitJob(job));
    assert.equal(heads.index, undefined);
  });
});
