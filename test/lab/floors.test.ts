/** A few floors with the shipped files, cheap enough for every run; `npm run test:quality` measures all of them. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { dataUnavailable } from '../../src/lab/data-folder.js';
import { accuracy, isRight } from '../../src/lab/metrics/accuracy.js';
import { shippedEncoder } from '../../src/lab/shipped-encoder.js';
import { drawEach, inScope, readIntents } from '../../src/lab/suites/intent-rows.js';
import { decideIntents, fitIntentRouter } from '../../src/lab/suites/intent-router.js';
import { meets } from '../../src/lab/suites/meets.js';
import { pii } from '../../src/lab/suites/pii.js';
import type { Workbench } from '../../src/lab/suites/suite.js';
import { openVectorCache, type VectorCache } from '../../src/lab/vector-cache.js';

const missing = dataUnavailable();
if (missing !== undefined) console.log(`\n!!! SKIPPING the floors of quality. ${missing}\n`);

const SEED = 1;
/** Below the floors of `npm run eval:quality` by what one draw and a third of the rows may be off. */
const FLOORS = [
  { dataset: 'clinc150', count: 10, floor: 0.875 },
  { dataset: 'banking77', count: 10, floor: 0.825 },
];
const ROWS_OF_LABEL = 4;

describe('the floors of quality', { skip: missing ?? false }, () => {
  let cache: VectorCache;
  let bench: Workbench;
  before(async () => {
    cache = await openVectorCache(await shippedEncoder());
    bench = { embed: cache.embedAll, say: () => undefined };
  });
  after(() => cache.close());

  for (const { dataset, count, floor } of FLOORS) {
    it(`routes ${dataset} with ${count} examples a route`, async () => {
      const train = drawEach(inScope(await readIntents(dataset, 'train')), count, SEED);
      const rows = drawEach(inScope(await readIntents(dataset, 'dev')), ROWS_OF_LABEL, SEED);
      const decided = await decideIntents(await fitIntentRouter(train, bench), rows, bench);
      const share = accuracy(decided.map(isRight));
      assert.ok(
        share >= floor,
        `${dataset}: ${share.toFixed(4)} of ${rows.length} rows, the floor is ${floor}`,
      );
    });
  }

  it('finds personal data and flags no document without any', async () => {
    const { figures } = await pii.run(bench);
    for (const figure of figures) {
      const { aim, name, value } = figure;
      if (aim !== undefined)
        assert.ok(meets(figure, aim.floor), `${name} is ${value}, the floor is ${aim.floor}`);
    }
  });
});
