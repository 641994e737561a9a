import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RegistryLlmRouter, RegistryPolicy } from '../../src/config/registry.js';
import { compile } from '../../src/router/compile/compile.js';
import { type Memory, renewMemory } from '../../src/router/memory.js';
import type { Snapshot } from '../../src/router/snapshot.js';
import { buildModel, buildRegistry } from '../support/build-registry.js';
import { startScriptedUpstream } from '../support/scripted-upstream.js';

const LLM: RegistryLlmRouter = {
  ...{ model: 'judge', deadlineMs: 5_000, maxShare: 1, tokensPerMinute: 1e6, examples: 2 },
};
const POLICY: Partial<RegistryPolicy> = {
  llmRouter: LLM,
  decisionCache: { ttlMs: 60_000, entries: 10, perTenant: true, nearDuplicates: true },
  stickiness: { ttlMs: 60_000, conversations: 10, coldCachePenalty: 0.2 },
};

const snapshotOf = (policy: Partial<RegistryPolicy> = POLICY): Promise<Snapshot> =>
  compile(buildRegistry([buildModel('judge')], [], policy), {});

const QUESTION = {
  text: 'Where is it?',
  candidates: [{ route: 'a', description: '', examples: [] }],
  registryVersion: 'v1',
};

describe('renewMemory', () => {
  const renew = (snapshot: Snapshot, before?: { memory: Memory; snapshot: Snapshot }, port = 9): Memory =>
    renewMemory(snapshot, { internal: { host: '127.0.0.1', port }, onOverrun: () => undefined }, before);

  it('keeps conversations, latencies, their hash and the small model over a reload, not cached decisions', async () => {
    const [first, second] = [await snapshotOf(), await snapshotOf()];
    const memory = renew(first);
    memory.conversations?.remember('talk', 'judge');
    const renewed = renew(second, { memory, snapshot: first });
    assert.equal(renewed.conversations?.modelOf('talk'), 'judge');
    assert.equal(renewed.llm, memory.llm);
    assert.deepEqual([renewed.latency, renewed.hash], [memory.latency, memory.hash]);
    assert.ok(renewed.turns !== undefined && renewed.turns === memory.turns);
    assert.ok(renewed.cache !== undefined && renewed.cache !== memory.cache);
    memory.llm?.close();
  });

  it('begins anew with what the policy changed, and drops what it switched off', async () => {
    const first = await snapshotOf();
    const memory = renew(first);
    memory.conversations?.remember('talk', 'judge');
    const shorter = await snapshotOf({
      ...POLICY,
      stickiness: { ttlMs: 1_000, conversations: 10, coldCachePenalty: 0.2 },
    });
    const renewed = renew(shorter, { memory, snapshot: first });
    assert.equal(renewed.conversations?.modelOf('talk'), undefined);
    assert.equal(renewed.llm, memory.llm, 'that part did not change');
    const bare = renew(await snapshotOf({}), { memory: renewed, snapshot: shorter });
    assert.deepEqual([bare.cache, bare.conversations, bare.llm], [undefined, undefined, undefined]);
    assert.ok(bare.latency !== undefined && bare.hash !== undefined);
  });

  it('closes the small model’s connections with its policy', async () => {
    let closed: () => void = () => undefined;
    const gone = new Promise<void>((resolve) => (closed = resolve));
    const upstream = await startScriptedUpstream((request, response) => {
      request.socket.on('close', closed);
      request.resume().on('end', () => response.end('{"choices":[{"message":{"content":"A"}}]}'));
    });
    try {
      const port = Number(new URL(upstream.url).port);
      const first = await snapshotOf();
      const memory = renew(first, undefined, port);
      assert.equal((await memory.llm?.askRouter(QUESTION))?.ok, true);
      const patient = await snapshotOf({ ...POLICY, llmRouter: { ...LLM, deadlineMs: 9_000 } });
      const renewed = renew(patient, { memory, snapshot: first }, port);
      await gone;
      assert.notEqual(renewed.llm, memory.llm);
      assert.equal((await renewed.llm?.askRouter(QUESTION))?.ok, true);
      renewed.llm?.close();
    } finally {
      upstream.close();
    }
  });
});
