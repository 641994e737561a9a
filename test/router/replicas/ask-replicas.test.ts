import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createKeyedHash } from '../../../src/decision/memory/keyed-hash.js';
import type { Compared } from '../../../src/router/layers/compare.js';
import { type Memory, renewMemory } from '../../../src/router/memory.js';
import { SharedFindings } from '../../../src/router/replicas/shared-findings.js';
import type { Snapshot } from '../../../src/router/snapshot.js';
import { type FakeEncoder, fakeEncoder } from '../../support/fake-encoder.js';
import { compareText, compileBookings, withFastExits } from '../booking-snapshot.js';

const PLAIN = 'book a table at the restaurant';
const POLICY = { decisionCache: { ttlMs: 60_000, entries: 10, perTenant: true, nearDuplicates: true } };

interface Replica {
  readonly encoder: FakeEncoder;
  readonly snapshot: Snapshot;
  readonly memory: Memory;
  /** Texts that it embedded since it started. */
  embedded(): readonly string[];
}

describe('replicas with a shared cache', () => {
  let texts: Map<string, string>;
  beforeEach(() => {
    texts = new Map();
  });

  const shareWith = (secret: string): SharedFindings =>
    new SharedFindings(
      {
        isReady: true,
        get: (key) => Promise.resolve(texts.get(key)),
        add: (key, text) => Promise.resolve(void texts.set(key, texts.get(key) ?? text)),
      },
      { hash: createKeyedHash(secret), secret, deadlineMs: 60_000, onChange: () => undefined },
    );

  async function startReplica(
    change: (snapshot: Snapshot) => Snapshot = (same) => same,
    secret = 'the same in all',
  ): Promise<Replica> {
    const encoder = fakeEncoder();
    const snapshot = change(await compileBookings(encoder, POLICY));
    const memory = renewMemory(snapshot, {
      internal: { host: '127.0.0.1', port: 9 },
      shared: shareWith(secret),
      onOverrun: () => undefined,
    });
    const fitted = encoder.asked.length;
    return { encoder, snapshot, memory, embedded: () => encoder.asked.slice(fitted) };
  }

  async function ask(
    { snapshot, memory }: Replica,
    text = PLAIN,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Compared> {
    const compared = await compareText(text, snapshot, memory, headers);
    await nextTurn();
    return compared;
  }

  it('decide by what another one found, and embed nothing', async () => {
    const [one, two] = [await startReplica(), await startReplica()];
    const first = await ask(one);
    const second = await ask(two, PLAIN.toUpperCase());
    assert.deepEqual(second.comparison, { ...first.comparison, layer: 'cache' });
    assert.deepEqual(two.embedded(), []);
    const [cache] = second.signals;
    assert.ok(cache?.name === 'cache' && cache.hit && cache.shared === true);
    const hits = (): number | undefined => two.memory.shared?.counts.lookups.hit;
    assert.equal(hits(), 1);
    const third = await ask(two);
    assert.deepEqual(third.comparison, second.comparison);
    assert.equal(hits(), 1, 'its own cache has it now');
  });

  it('tell no text, and no two things alike', async () => {
    const one = await startReplica();
    await ask(one);
    await ask(one, PLAIN, { 'x-tenant-id': 'acme' });
    assert.equal(texts.size, 2);
    for (const entry of texts) {
      assert.doesNotMatch(entry.join(' '), /restaurant|acme/);
      assert.match(entry[0], /^dragoman:1:[\w-]{43}$/);
    }
  });

  for (const [what, change] of [
    ['registries', (same) => ({ ...same, registry: { ...same.registry, version: 'another' } })],
    ['bundles', (same) => ({ ...same, bundle: { version: 'b1', parts: ['routes'], unused: [], bars: {} } })],
    [
      'encoders',
      (same) => ({ ...same, instruments: { encoder: { ...fakeEncoder(), checksum: 'another' } } }),
    ],
  ] as const satisfies readonly (readonly [string, (snapshot: Snapshot) => Snapshot])[]) {
    it(`keep to themselves when their ${what} differ`, async () => {
      const [one, two] = [await startReplica(), await startReplica(change)];
      await ask(one);
      assert.notEqual((await ask(two)).signals.length, 1);
      assert.equal(two.memory.shared?.counts.lookups.miss, 1);
      assert.equal(texts.size, 2);
    });
  }

  it('keep tenants apart, and replicas with another key', async () => {
    const [one, two] = [await startReplica(), await startReplica()];
    const stranger = await startReplica(undefined, 'another key');
    await ask(one, PLAIN, { 'x-tenant-id': 'acme' });
    await ask(two, PLAIN, { 'x-tenant-id': 'other' });
    await ask(stranger, PLAIN, { 'x-tenant-id': 'acme' });
    assert.equal(two.memory.shared?.counts.lookups.hit, 0);
    assert.equal(stranger.memory.shared?.counts.lookups.hit, 0);
  });

  it('ask nobody while the fast head is sure, and tell nothing of it', async () => {
    const one = await startReplica(withFastExits);
    const { comparison } = await ask(one);
    assert.ok(comparison.ok && comparison.layer === 'fast');
    assert.equal(texts.size, 0);
    assert.equal(one.memory.shared?.counts.lookups.miss, 0);
  });

  it('ask nobody without an encoder, whose scores they could not know', async () => {
    const one = await startReplica((same) => ({ ...same, index: 'absent' }));
    await ask(one);
    assert.deepEqual([texts.size, one.memory.shared?.counts.lookups.miss], [0, 0]);
  });

  it('decide by others while their own encoder is down', async () => {
    const [one, two] = [await startReplica(), await startReplica((same) => ({ ...same, index: 'down' }))];
    const first = await ask(one);
    assert.deepEqual((await ask(two)).comparison, { ...first.comparison, layer: 'cache' });
  });

  it('find again what they were told no longer than who found it', async () => {
    const [one, two] = [await startReplica(), await startReplica()];
    const old = Date.now() - 61_000;
    const now = Date.now;
    try {
      Date.now = () => old;
      await ask(one);
    } finally {
      Date.now = now;
    }
    assert.equal(
      (await ask(two)).signals.some(({ name }) => name === 'similarity'),
      true,
    );
  });

  it('refuse a value that somebody else wrote', async () => {
    const [one, two] = [await startReplica(), await startReplica()];
    await ask(one);
    for (const key of texts.keys()) texts.set(key, '{"routes":[["table",1]]}');
    assert.equal(
      (await ask(two)).signals.some(({ name }) => name === 'similarity'),
      true,
    );
    assert.equal(two.memory.shared?.counts.lookups.refused, 1);
  });
});
