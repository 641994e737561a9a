import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { loadRegistry } from '../../../src/config/load.js';
import type { Registry } from '../../../src/config/registry.js';
import { randomNumbers } from '../../../src/heads/random.js';
import { whatIf, type WhatIf } from '../../../src/lab/whatif/what-if.js';
import type { StoredRecord } from '../../../src/record/stored-record.js';
import { buildStoredRecord } from '../../support/build-stored-record.js';
import { memoryStore } from '../../support/memory-store.js';
import { policyText, poolText, routeText } from '../../support/pool-text.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const MODELS = ['small', 'medium', 'large'];
const EXPLORED = 0.3;
const COST: Readonly<Record<string, number>> = { small: 1, medium: 3, large: 10 };

/** A log of greetings, routed to small, and of other prompts, routed to medium; some of the conversations explore. */
function logOf(explored: number): StoredRecord[] {
  const random = randomNumbers(7);
  return Array.from({ length: 900 }, (_, at) => {
    const isGreeting = at % 3 === 0;
    const routedModel = isGreeting ? 'small' : 'medium';
    const isExploring = random() < explored;
    const model = isExploring ? (MODELS[Math.floor(random() * 3)] ?? '') : routedModel;
    const record = buildStoredRecord(String(at), {
      ...{ conversation: `c${at}`, at: at * 1000, route: isGreeting ? 'greeting' : null, model, routedModel },
      arm: isExploring ? 'explored' : 'routed',
      propensity: explored / 3 + (model === routedModel ? 1 - explored : 0),
      costUsd: (COST[model] ?? 0) * (0.9 + 0.2 * random()),
    });
    const text = isGreeting ? 'hello' : 'what now';
    return { ...record, prompt: { ...record.prompt, messages: [{ role: 'user', text }] } };
  });
}

describe('what if another registry had served', () => {
  const folder = temporaryFolder();
  const registry = (name: string, target: string, policy = ''): Registry => {
    const at = join(folder, name);
    mkdirSync(at, { recursive: true });
    const route = routeText('greeting', `${target}, match: [{ keywords: [hello] }]`);
    const text = (poolText() + route + policy).replaceAll(/\{\{(\w+)\}\}/g, 'http://$1:8000');
    writeFileSync(join(at, 'all.yaml'), text);
    const loaded = loadRegistry(at);
    assert.ok(loaded.ok, JSON.stringify(loaded));
    return loaded.registry;
  };
  const ask = (log: readonly StoredRecord[], next: Registry, withTrials = false): Promise<WhatIf> =>
    whatIf(memoryStore(log), next, {
      ...{ rewards: ['cost'], filter: {}, withTrials, encoderDirectory: undefined },
    });
  const dearer = registry('dearer', 'target: large');

  it('is told from what chance did in its place', async () => {
    const { rewards, leftOut, replay } = await ask(logOf(EXPLORED), dearer);
    assert.equal(leftOut, 0);
    assert.equal(replay.routed, 900);
    const [cost] = rewards;
    assert.ok(cost?.estimate.values);
    const truth = (10 + 3 + 3) / 3;
    for (const { value, gain } of Object.values(cost.estimate.values)) {
      assert.ok(value.low < truth && truth < value.high, JSON.stringify(value));
      assert.ok(gain.value > 0);
    }
    const { dr, ips } = cost.estimate.values;
    assert.ok(dr.value.standardError < ips.value.standardError / 2);
    assert.deepEqual(
      cost.actions.map(({ action, wanted }) => [action, wanted]),
      [
        ['large', 300],
        ['medium', 600],
        ['small', 0],
      ],
    );
  });

  it('is not told from a log that never tried it', async () => {
    const [cost] = (await ask(logOf(0), dearer)).rewards;
    assert.equal(cost?.estimate.values, null);
    assert.match(cost.estimate.overlap.faults[0] ?? '', /could have made 66\.7 % of the policy's choices/);
  });

  it('counts its own trials where they are asked for', async () => {
    const policy = policyText('controlGroup: { share: 0.1 }, exploration: { share: 0.2 }');
    const trying = registry('trying', 'objective: { quality: 0.5 }', policy);
    const [cost] = (await ask(logOf(EXPLORED), trying, true)).rewards;
    assert.ok(cost?.estimate.values);
    // Greetings: a rule is an order, so chance leaves them alone.
    const others = 0.7 * 3 + 0.1 * 10 + (0.2 / 3) * (1 + 3 + 10);
    const truth = (3 + 2 * others) / 3;
    const { low, high } = cost.estimate.values.dr.value;
    assert.ok(low < truth && truth < high, `${low} to ${high}, ${truth}`);
    const wanted = new Map(cost.actions.map((facts) => [facts.action, facts.wanted]));
    assert.ok(Math.abs((wanted.get('large') ?? 0) - 600 * (0.1 + 0.2 / 3)) < 1e-9);
  });

  it('leaves out what it cannot know', async () => {
    const log = logOf(EXPLORED).map((record, at) => ({
      ...record,
      ...(at < 90 && { costUsd: null }),
      ...(at >= 890 && { prompt: { ...record.prompt, messages: null } }),
    }));
    const { leftOut, rewards } = await ask(log, dearer);
    assert.equal(leftOut, 10);
    assert.equal(rewards[0]?.unknown, 90);
    assert.equal(rewards[0].estimate.overlap.requests, 800);
  });

  it('takes a cascade for another action than its first model', async () => {
    const cascading = registry('cascading', 'cascade: { tiers: [small, large] }');
    const [cost] = (await ask(logOf(EXPLORED), cascading)).rewards;
    assert.equal(cost?.estimate.values, null);
    assert.ok(cost.actions.some(({ action, wanted }) => action === 'small>large>' && wanted === 300));
  });
});
