import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import {
  type EventRecorder,
  type KubernetesEvent,
  startEventRecorder,
} from '../../src/kube/event-recorder.js';
import { connectFake } from '../support/connect-fake.js';
import { eventually } from '../support/eventually.js';
import { type FakeApiServer, startFakeApiServer } from '../support/fake-api-server.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const POD = { apiVersion: 'v1', kind: 'Pod', name: 'gateway-0', namespace: 'llm', uid: 'u' };
const REFUSED: KubernetesEvent = {
  type: 'Warning',
  reason: 'RegistryRefused',
  action: 'Load',
  lines: ['a', 'b'],
};

describe('startEventRecorder', () => {
  const folder = temporaryFolder();
  let fake: FakeApiServer;
  let recorder: EventRecorder;
  let faults: string[] = [];
  let now = Date.UTC(2026, 0, 1);

  beforeEach(async () => {
    fake = await startFakeApiServer();
    faults = [];
    const api = await connectFake(fake, folder, 500);
    recorder = startEventRecorder({
      connect: () => Promise.resolve(api),
      ...{ instance: 'gateway-0_1', onFault: (line) => faults.push(line) },
      now: () => now,
    });
  });
  afterEach(async () => {
    await recorder.stop();
    await fake.stop();
  });

  const written = (count: number): Promise<boolean> =>
    eventually(`${count} written`, () => recorder.counts.written === count);

  it('writes an Event as the API wants it', async () => {
    recorder.tell(POD, REFUSED);
    await written(1);
    const [event] = fake.objects('events');
    const { metadata, ...rest } = event ?? { metadata: {} };
    assert.match(String(metadata['name']), /^gateway-0\.[0-9a-f]+$/);
    assert.deepEqual(rest, {
      apiVersion: 'events.k8s.io/v1',
      kind: 'Event',
      eventTime: '2026-01-01T00:00:00.000000Z',
      regarding: POD,
      ...{ type: 'Warning', reason: 'RegistryRefused', action: 'Load', note: 'a\nb' },
      ...{ reportingController: 'dragoman.dev/dragoman', reportingInstance: 'gateway-0_1' },
    });
  });

  it('makes a series of what comes again, and begins anew after some minutes', async () => {
    recorder.tell(POD, REFUSED);
    await written(1);
    for (let n = 2; n <= 4; n += 1) {
      now += 60_000;
      recorder.tell(POD, REFUSED);
      await written(n);
    }
    assert.equal(fake.objects('events').length, 1);
    assert.deepEqual(fake.objects('events')[0]?.['series'], {
      count: 4,
      lastObservedTime: '2026-01-01T00:03:00.000000Z',
    });
    now += 7 * 60_000;
    recorder.tell(POD, REFUSED);
    await written(5);
    assert.equal(fake.objects('events').length, 2);
  });

  it('bounds how many there are of one object, and counts the rest', async () => {
    for (let n = 0; n < 1_000; n += 1) recorder.tell(POD, { ...REFUSED, lines: [String(n)] });
    await eventually('all sent', () => recorder.counts.waiting === 0);
    assert.deepEqual(recorder.counts, { waiting: 0, written: 25, dropped: { full: 975, failed: 0 } });
  });

  it('cuts what is longer than the API takes', async () => {
    recorder.tell(
      { ...POD, name: 'p'.repeat(253) },
      { ...REFUSED, lines: ['x'.repeat(600), 'y'.repeat(600)] },
    );
    await written(1);
    const [event] = fake.objects('events');
    assert.ok(String(event?.metadata['name']).length <= 253);
    assert.equal(event?.['note'], `${'x'.repeat(600)}\nand 1 more`);
  });

  it('tells once that it may not, and drops the Event', async () => {
    fake.fault = () => 403;
    recorder.tell(POD, REFUSED);
    recorder.tell({ ...POD, name: 'other' }, REFUSED);
    await eventually('dropped', () => recorder.counts.dropped.failed === 2);
    assert.deepEqual(faults, [
      'not allowed to create events.events.k8s.io in the namespace llm: give the service account a Role with the verb "create" for "events.events.k8s.io" there',
    ]);
  });

  it('waits for an API server that is away, and sends what it counted meanwhile', async () => {
    fake.fault = () => 'break';
    recorder.tell(POD, REFUSED);
    await eventually('told', () => faults.length > 0);
    recorder.tell(POD, REFUSED);
    fake.fault = () => undefined;
    await written(1);
    assert.equal(fake.objects('events').length, 1);
    assert.deepEqual((fake.objects('events')[0]?.['series'] as { count: number }).count, 2);
  });
});
