import assert from 'node:assert/strict';
import { before, beforeEach, describe, it } from 'node:test';
import type { Found } from '../../../src/decision/comparison.js';
import { DecisionCache } from '../../../src/decision/memory/decision-cache.js';
import type { Compared } from '../../../src/router/layers/compare.js';
import type { LoadLevel } from '../../../src/router/load/load-level.js';
import { createShedding } from '../../../src/router/load/shedding.js';
import type { Memory } from '../../../src/router/memory.js';
import type { Snapshot } from '../../../src/router/snapshot.js';
import { type FakeEncoder, fakeEncoder } from '../../support/fake-encoder.js';
import { compareText, compileBookings, withFastExits } from '../booking-snapshot.js';

const PLAIN = 'book a table at the restaurant';

describe('compare, under load', () => {
  let encoder: FakeEncoder;
  let snapshot: Snapshot;
  let fitted = 0;
  const at = (level: LoadLevel, memory: Memory = {}, of = snapshot): Promise<Compared> =>
    compareText(PLAIN, of, memory, {}, createShedding(level));
  const layers = ({ signals }: Compared): string[] => signals.map(({ name }) => name);
  const askedEncoder = (): boolean => encoder.asked.length > fitted;

  before(async () => {
    encoder = fakeEncoder();
    snapshot = await compileBookings(encoder);
  });
  beforeEach(() => {
    fitted = encoder.asked.length;
  });

  it('asks the encoder at levels 0 and 1', async () => {
    for (const level of [0, 1] as const) {
      const { comparison } = await at(level);
      assert.ok(comparison.ok && comparison.layer === 'similarity');
    }
    assert.ok(askedEncoder());
  });

  it('lets the fast head stand in for the encoder at level 2', async () => {
    const compared = await at(2);
    assert.ok(compared.comparison.ok);
    assert.deepEqual([compared.comparison.layer, compared.comparison.standsInFor], ['fast', 'overloaded']);
    assert.deepEqual(layers(compared), ['fast', 'similarity']);
    assert.ok(!askedEncoder());
  });

  it('is overloaded at level 2 where the fast head may not stand in', async () => {
    const { comparison } = await at(2, {}, { ...snapshot, fastStandsIn: false });
    assert.deepEqual(comparison, { ok: false, failure: 'overloaded' });
  });

  it('lets the fast head decide what is clear to it at level 2, and not at level 3', async () => {
    const bold = withFastExits(snapshot);
    const { comparison } = await at(2, {}, bold);
    assert.ok(comparison.ok && comparison.layer === 'fast' && comparison.standsInFor === undefined);
    const compared = await at(3, {}, bold);
    assert.deepEqual(compared.comparison, { ok: false, failure: 'overloaded' });
    assert.deepEqual(layers(compared), []);
    assert.ok(!askedEncoder());
  });

  it('finds in the cache at level 3 what was found before', async () => {
    const memory = { cache: new DecisionCache<Found>({ ttlMs: 60_000, entries: 10, perTenant: false }) };
    await at(0, memory);
    const { comparison } = await at(3, memory);
    assert.ok(comparison.ok && comparison.layer === 'cache');
  });

  it('keeps nothing of what it left out', async () => {
    const memory = { cache: new DecisionCache<Found>({ ttlMs: 60_000, entries: 10, perTenant: false }) };
    await at(3, memory);
    await at(2, memory);
    const { comparison } = await at(0, memory);
    assert.ok(comparison.ok && comparison.layer === 'similarity');
  });

  it('asks the small model in doubt at level 0 only, and keeps nothing of a doubt', async () => {
    const doubtful = { ...snapshot, plan: { ...snapshot.plan, onLowMargin: 'llm', margin: 1 } } as const;
    const memory = { cache: new DecisionCache<Found>({ ttlMs: 60_000, entries: 10, perTenant: false }) };
    const compared = await at(1, memory, doubtful);
    const llm = compared.signals.find(({ name }) => name === 'llm');
    assert.deepEqual(llm?.name === 'llm' && llm.result, { ok: false, failure: 'overloaded' });
    assert.ok(compared.comparison.ok && compared.comparison.layer === 'similarity');
    assert.deepEqual(layers(await at(0, memory, doubtful)), ['cache', 'fast', 'similarity', 'llm']);
  });
});
