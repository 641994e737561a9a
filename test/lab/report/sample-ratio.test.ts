import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { configuredShares, countConversations, sampleRatio } from '../../../src/lab/report/sample-ratio.js';
import { buildModel, buildRegistry } from '../../support/build-registry.js';
import { buildStoredRecord } from '../../support/build-stored-record.js';
import { memoryStore } from '../../support/memory-store.js';

const VERSION = '0123456789ab';

const counts = (routed: number, control: number): Map<string, number> =>
  new Map(Object.entries({ routed, control }));
const SHARES = counts(0.95, 0.05);

describe('sampleRatio', () => {
  it('is content with what chance does', () => {
    const ratio = sampleRatio('trial', counts(940, 60), SHARES);
    assert.ok(ratio !== undefined);
    assert.equal(ratio.isAlarming, false);
    assert.ok(Math.abs(ratio.fit.p - 0.1468) < 1e-4);
  });

  it('alarms where an arm is far from its share', () => {
    assert.equal(sampleRatio('trial', counts(990, 10), SHARES)?.isAlarming, true);
    assert.equal(sampleRatio('trial', new Map([['routed', 1_000]]), SHARES)?.isAlarming, true);
  });

  it('says nothing of few conversations, or of one arm', () => {
    assert.equal(sampleRatio('trial', counts(190, 9), SHARES), undefined);
    assert.equal(sampleRatio('trial', counts(900, 0), new Map([['routed', 1]])), undefined);
  });
});

describe('configuredShares', () => {
  it('has the shares of the policy and of the experiment', () => {
    const registry = buildRegistry([buildModel('m')], [], { controlGroup: { share: 0.25, model: 'm' } });
    const shares = configuredShares({ ...registry, experiment: { name: 'bolder', share: 0.5, registry } });
    assert.deepEqual(
      [...(shares.get('trial') ?? [])],
      [
        ['routed', 0.75],
        ['control', 0.25],
      ],
    );
    assert.deepEqual(
      [...(shares.get('experiment') ?? [])],
      [
        ['routed', 0.5],
        ['challenger', 0.5],
      ],
    );
    assert.equal(configuredShares(buildRegistry([buildModel('m')])).size, 0);
  });
});

describe('countConversations', () => {
  it('counts each conversation once, and only what this registry drew', async () => {
    const drawn = { propensity: 0.95, conversation: 'c1' };
    const store = memoryStore([
      buildStoredRecord('a', drawn),
      buildStoredRecord('b', drawn),
      buildStoredRecord('c', { ...drawn, conversation: null }),
      buildStoredRecord('d', { ...drawn, conversation: 'c2' }),
      buildStoredRecord('e', { propensity: 0.05, arm: 'control', conversation: 'c3' }),
      buildStoredRecord('f', { propensity: 1, conversation: 'c4' }),
      buildStoredRecord('g', { ...drawn, conversation: 'c5', registry: 'another' }),
      buildStoredRecord('h', { arm: 'challenger', conversation: 'c6', registry: `${VERSION}+bolder` }),
    ]);
    const { trial, experiment } = await countConversations(store, {}, VERSION);
    assert.deepEqual(trial, counts(2, 1));
    assert.deepEqual(Object.fromEntries(experiment), { routed: 4, challenger: 1 });
  });

  it('goes over the pages, to the limit', async () => {
    const many = Array.from({ length: 2_500 }, (_, at) =>
      buildStoredRecord(`r${at}`, { propensity: 0.5, conversation: `c${at}` }),
    );
    const { trial } = await countConversations(memoryStore(many), {}, VERSION);
    assert.equal(trial.get('routed'), 2_500);
  });
});
