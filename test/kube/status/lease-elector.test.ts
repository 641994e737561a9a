import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { ApiServer } from '../../../src/kube/api-server.js';
import { joinElection, type LeaseElector } from '../../../src/kube/status/lease-elector.js';
import { connectFake } from '../../support/connect-fake.js';
import { eventually } from '../../support/eventually.js';
import { type FakeApiServer, startFakeApiServer } from '../../support/fake-api-server.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const QUICK = { durationSeconds: 30, holdMs: 20_000, retryMs: 5 };

describe('joinElection', () => {
  const folder = temporaryFolder();
  let fake: FakeApiServer;
  let api: ApiServer;
  let electors: LeaseElector[] = [];
  let faults: string[] = [];
  /** Each replica's own clock, in milliseconds. */
  const clocks = new Map<string, number>();

  function join(identity: string): LeaseElector {
    clocks.set(identity, clocks.get(identity) ?? 0);
    const elector = joinElection({
      ...{ api, namespace: 'llm', name: 'dragoman', identity, times: QUICK },
      onChange: () => undefined,
      onFault: (line) => faults.push(line),
      now: () => clocks.get(identity) ?? 0,
    });
    electors.push(elector);
    return elector;
  }

  const pass = (identity: string, seconds: number): void => {
    clocks.set(identity, (clocks.get(identity) ?? 0) + seconds * 1000);
  };
  const spec = (): Record<string, unknown> =>
    (fake.objects('leases')[0]?.['spec'] ?? {}) as Record<string, unknown>;
  /** Some tries of everybody. */
  const tries = async (): Promise<void> => {
    const from = fake.log.length;
    await eventually('tries', () => fake.log.length > from + 12);
  };

  beforeEach(async () => {
    fake = await startFakeApiServer();
    api = await connectFake(fake, folder);
    [electors, faults] = [[], []];
    clocks.clear();
  });
  afterEach(async () => {
    await Promise.all(electors.map((elector) => elector.stop()));
    await fake.stop();
  });

  it('lets exactly one of several hold it', async () => {
    const all = ['a', 'b', 'c'].map(join);
    await eventually('one', () => all.some((one) => one.isHeld));
    await tries();
    assert.equal(all.filter((one) => one.isHeld).length, 1);
    assert.equal(spec()['leaseTransitions'], 0);
    assert.equal(spec()['leaseDurationSeconds'], 30);
    assert.match(String(spec()['renewTime']), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
  });

  it('is taken over only after its time by our own clock, and counted', async () => {
    const now = new Date().toISOString();
    fake.put('leases', 'dragoman', {
      spec: {
        holderIdentity: 'gone',
        leaseDurationSeconds: 30,
        renewTime: now,
        acquireTime: now,
        leaseTransitions: 4,
      },
    });
    const elector = join('a');
    await tries();
    pass('a', 29);
    await tries();
    assert.equal(elector.isHeld, false);
    pass('a', 2);
    await eventually('taken', () => elector.isHeld);
    assert.equal(spec()['holderIdentity'], 'a');
    assert.equal(spec()['leaseTransitions'], 5);
  });

  for (const [how, renewTime] of [
    ['an hour behind', '2000-01-01T00:00:00.000000Z'],
    ['years ahead', '2999-01-01T00:00:00.000000Z'],
  ] as const) {
    it(`is not taken from a holder whose clock is ${how}, as long as it renews`, async () => {
      const elector = join('a');
      for (let n = 0; n < 5; n += 1) {
        const nth = { holderIdentity: 'b', leaseDurationSeconds: 30, renewTime, leaseTransitions: n };
        fake.put('leases', 'dragoman', { spec: nth });
        await tries();
        pass('a', 20);
        await tries();
      }
      assert.equal(spec()['holderIdentity'], 'b');
      pass('a', 31);
      await eventually('taken once it renews no more', () => elector.isHeld);
    });
  }

  it('is not ours any more once another replica could have it, whether we can ask or not', async () => {
    const elector = join('a');
    await eventually('held', () => elector.isHeld);
    fake.fault = () => 'break';
    await eventually('told', () => faults.length > 0);
    assert.equal(elector.isHeld, true, 'a short outage changes nothing');
    pass('a', 21);
    assert.equal(elector.isHeld, false);
    fake.fault = () => undefined;
    await eventually('held again', () => elector.isHeld);
    assert.equal(spec()['leaseTransitions'], 0);
  });

  it('is given back at a stop, so that the next need not wait', async () => {
    const first = join('a');
    await eventually('held', () => first.isHeld);
    const second = join('b');
    await tries();
    assert.equal(second.isHeld, false);
    await first.stop();
    await eventually('taken', () => second.isHeld);
    assert.equal(spec()['holderIdentity'], 'b');
  });

  it('is held by neither of two that write at once, but by the one whose write was taken', async () => {
    fake.put('leases', 'dragoman', { spec: { holderIdentity: '' } });
    const all = Array.from({ length: 5 }, (_, n) => join(`r${n}`));
    await eventually('one', () => all.some((one) => one.isHeld));
    assert.equal(all.filter((one) => one.isHeld).length, 1);
  });

  it('says once what it is not allowed', async () => {
    fake.fault = ({ method }) => (method === 'POST' ? 403 : undefined);
    join('a');
    await tries();
    assert.deepEqual(faults, [
      'not allowed to create leases.coordination.k8s.io in the namespace llm: give the service account a Role with the verb "create" for "leases.coordination.k8s.io" there',
    ]);
  });
});
