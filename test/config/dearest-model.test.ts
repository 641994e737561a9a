import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dearestModel } from '../../src/config/dearest-model.js';
import { buildModel } from '../support/build-registry.js';

describe('dearestModel', () => {
  const poolOf = (prices: Readonly<Record<string, number>>, usual: string) => ({
    default: usual,
    aliases: new Set(['auto']),
    models: new Map(
      Object.entries(prices).map(([name, price]) => [
        name,
        buildModel(name, { price: { input: price, output: price } }),
      ]),
    ),
  });

  it('is the one with the highest prices, and of equals the default', () => {
    assert.equal(dearestModel(poolOf({ a: 1, b: 3, c: 2 }, 'c'))?.name, 'b');
    assert.equal(dearestModel(poolOf({ a: 0, b: 0, c: 0 }, 'b'))?.name, 'b');
    assert.equal(dearestModel(poolOf({ a: 2, b: 2, c: 0 }, 'c'))?.name, 'a');
  });

  it('is none of a pool without its default', () => {
    assert.equal(dearestModel(poolOf({ a: 1 }, 'gone')), undefined);
  });
});
