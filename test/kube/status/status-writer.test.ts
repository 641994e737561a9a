import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { ApiServer } from '../../../src/kube/api-server.js';
import { readResource, type Resource } from '../../../src/kube/resources/resource.js';
import type { ResourceStatus } from '../../../src/kube/status/resource-status.js';
import {
  startStatusWriter,
  type StatusOptions,
  type StatusWriter,
} from '../../../src/kube/status/status-writer.js';
import { connectFake } from '../../support/connect-fake.js';
import { eventually } from '../../support/eventually.js';
import { type FakeApiServer, startFakeApiServer } from '../../support/fake-api-server.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

describe('startStatusWriter', () => {
  const folder = temporaryFolder();
  let fake: FakeApiServer;
  let api: ApiServer;
  let writer: StatusWriter | undefined;
  let faults: string[] = [];
  let wanted = 'v1';
  /** As the informer has them, which may lag behind. */
  let informed: Resource[] = [];

  const inform = (): void => {
    informed = fake.objects('routes').flatMap((object) => readResource('Route', object) ?? []);
  };
  const next = ({ status, generation }: Resource): ResourceStatus | undefined => {
    const before = status as ResourceStatus | undefined;
    if (before?.registryVersion === wanted) return undefined;
    return { observedGeneration: generation, registryVersion: wanted, conditions: [] };
  };
  const start = (options: Partial<StatusOptions> = {}): StatusWriter => {
    writer = startStatusWriter({
      ...{ api, namespace: 'llm', resources: () => informed, next },
      ...{ onWritten: () => undefined, onFault: (line: string) => faults.push(line) },
      ...options,
    });
    writer.look('all');
    return writer;
  };
  const patches = (): number => fake.log.filter((line) => line.startsWith('PATCH')).length;
  const statusOf = (name: string): unknown =>
    fake.objects('routes').find(({ metadata }) => metadata['name'] === name)?.['status'];

  beforeEach(async () => {
    fake = await startFakeApiServer();
    api = await connectFake(fake, folder);
    for (const name of ['a', 'b']) fake.put('routes', name, { spec: { target: name } });
    [faults, wanted] = [[], 'v1'];
    inform();
  });
  afterEach(async () => {
    await writer?.stop();
    await fake.stop();
  });

  it('writes what differs, once, and not again while the informer lags behind', async () => {
    start();
    await eventually('both', () => patches() === 2);
    assert.deepEqual(statusOf('a'), { observedGeneration: 1, registryVersion: 'v1', conditions: [] });
    for (let n = 0; n < 5; n += 1) {
      writer?.look('all');
      await eventually('idle', () => writer?.isIdle);
    }
    inform();
    writer?.look('changed');
    await eventually('idle', () => writer?.isIdle);
    assert.equal(patches(), 2);
    assert.deepEqual(writer?.counts, { waiting: 0, written: 2 });
  });

  it('writes what it should be by the time of writing, not what it should have been', async () => {
    start({ rate: { burst: 1, perSecond: 20 } });
    wanted = 'v2';
    writer?.look('all');
    await eventually('both', () => statusOf('a') !== undefined && statusOf('b') !== undefined);
    await eventually('idle', () => writer?.isIdle);
    assert.equal((statusOf('b') as ResourceStatus).registryVersion, 'v2');
  });

  it('reads a resource again that somebody changed meanwhile, and keeps the change', async () => {
    fake.put('routes', 'a', { spec: { target: 'a' }, labels: 'by somebody else' });
    start();
    await eventually('both', () => statusOf('a') !== undefined && statusOf('b') !== undefined);
    const [a] = fake.objects('routes');
    assert.equal(a?.['labels'], 'by somebody else');
    assert.deepEqual(faults, []);
  });

  it('lets a resource be that is gone', async () => {
    fake.remove('routes', 'a');
    start();
    await eventually('the other', () => statusOf('b') !== undefined);
    await eventually('idle', () => writer?.isIdle);
    assert.deepEqual(faults, []);
  });

  it('bounds its writes', async () => {
    for (let n = 0; n < 50; n += 1) fake.put('routes', `r${n}`, { spec: {} });
    inform();
    const began = performance.now();
    start({ rate: { burst: 5, perSecond: 50 } });
    await eventually('all', () => patches() === 52);
    // A lower bound is no timing assertion: no machine is too slow for it.
    assert.ok(performance.now() - began > 900);
  });

  it('tells once why it cannot write, and goes on when it can', async () => {
    fake.fault = ({ method }) => (method === 'PATCH' ? 403 : undefined);
    start();
    await eventually('told', () => faults.length > 0);
    await eventually('tried again', () => patches() > 1);
    assert.deepEqual(faults, [
      'not allowed to patch routes.dragoman.dev/status in the namespace llm: give the service account a Role with the verb "patch" for "routes.dragoman.dev/status" there',
    ]);
    fake.fault = () => undefined;
    await eventually('both', () => statusOf('a') !== undefined && statusOf('b') !== undefined);
  });
});
