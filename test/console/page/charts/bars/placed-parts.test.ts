import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { colourAt } from '../../../../../src/console/page/charts/colour-at.js';
import { placedParts } from '../../../../../src/console/page/charts/bars/placed-parts.js';

describe('placedParts', () => {
  it('puts parts one behind the other, and leaves out those of nothing', () => {
    const parts = [{ share: 0.5 }, { share: 0 }, { share: 0.3 }, { share: 0.2 }];
    assert.deepEqual(
      placedParts(parts).map(({ from }) => from),
      [0, 0.5, 0.8],
    );
  });
});

describe('colourAt', () => {
  it('goes through the palette, and begins anew', () => {
    assert.deepEqual([0, 7, 8].map(colourAt), [1, 8, 1]);
  });
});
