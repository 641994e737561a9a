import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LoadLevel } from '../../../src/router/load/load-level.js';
import { createShedding, type Shed, SHED_AT } from '../../../src/router/load/shedding.js';

const EVERYTHING = Object.keys(SHED_AT) as Shed[];

function shedAt(level: LoadLevel): Shed[] {
  const shedding = createShedding(level);
  return EVERYTHING.filter((what) => shedding.sheds(what));
}

describe('createShedding', () => {
  it('leaves nothing out of an unloaded process', () => {
    assert.deepEqual(shedAt(0), []);
  });

  it('sheds layers in their order: the small model, the encoder, the fast head', () => {
    const layers = (['llm', 'encoder', 'fast'] as const).map((layer) =>
      [1, 2, 3].map((level) => shedAt(level as LoadLevel).includes(layer)),
    );
    assert.deepEqual(layers, [
      [true, true, true],
      [false, true, true],
      [false, false, true],
    ]);
  });

  it('sheds at a level all that it shed below it', () => {
    for (const [lower, higher] of [
      [1, 2],
      [2, 3],
    ] as const) {
      const more = shedAt(higher);
      assert.ok(shedAt(lower).every((what) => more.includes(what)));
    }
  });

  it('counts what is left out once a request, however often it is asked', () => {
    const told: Shed[] = [];
    const shedding = createShedding(2, (what) => told.push(what));
    shedding.sheds('encoder');
    shedding.sheds('fast');
    shedding.sheds('encoder');
    shedding.sheds('llm');
    assert.deepEqual(told, ['encoder', 'llm']);
    assert.deepEqual(shedding.left, ['encoder', 'llm']);
  });
});
