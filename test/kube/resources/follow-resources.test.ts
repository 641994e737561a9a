import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { ApiServer } from '../../../src/kube/api-server.js';
import { backOff } from '../../../src/kube/back-off.js';
import type { FollowTimes } from '../../../src/kube/resources/follow-kind.js';
import { type FollowedResources, followResources } from '../../../src/kube/resources/follow-resources.js';
import { titleOf } from '../../../src/kube/resources/resource.js';
import { connectFake } from '../../support/connect-fake.js';
import { eventually } from '../../support/eventually.js';
import { type FakeApiServer, startFakeApiServer } from '../../support/fake-api-server.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const QUICK: Partial<FollowTimes> = { shortestMs: 20, backOff: () => backOff(10, 50) };

describe('followResources', () => {
  const folder = temporaryFolder();
  let fake: FakeApiServer;
  let api: ApiServer;
  let followed: FollowedResources | undefined;
  let seen: string[] = [];
  let told: string[] = [];

  async function follow(times: Partial<FollowTimes> = QUICK, deadlineMs = 10_000): Promise<void> {
    api = await connectFake(fake, folder, deadlineMs);
    followed = followResources(
      api,
      'llm',
      {
        onResources: (resources) => {
          seen = resources.map(
            (one) => `${titleOf(one)} ${JSON.stringify((JSON.parse(one.text) as { spec: unknown }).spec)}`,
          );
        },
        onLost: (line) => told.push(line),
        onFound: () => told.push('found'),
      },
      times,
    );
  }

  const sees = (...wanted: string[]): Promise<boolean> =>
    eventually(wanted.join(), () => JSON.stringify(seen) === JSON.stringify(wanted));

  beforeEach(async () => {
    fake = await startFakeApiServer();
    fake.put('modelpools', 'pool', { spec: { default: 'a' } });
    [seen, told] = [[], []];
  });
  afterEach(async () => {
    await followed?.stop();
    await eventually('no watch is left open', () => fake.watches === 0);
    await fake.stop();
  });

  it('tells of what is there, and of each change', async () => {
    await follow();
    await sees('ModelPool/pool {"default":"a"}');
    fake.put('routes', 'r', { spec: { target: 'a' } });
    await sees('ModelPool/pool {"default":"a"}', 'Route/r {"target":"a"}');
    fake.put('routes', 'r', { spec: { target: 'b' } });
    await sees('ModelPool/pool {"default":"a"}', 'Route/r {"target":"b"}');
    fake.remove('modelpools', 'pool');
    await sees('Route/r {"target":"b"}');
    assert.deepEqual(told, []);
  });

  it('reads long lists page by page, and again when the pages do not fit', async () => {
    for (let n = 0; n < 250; n += 1) fake.put('routes', `r${n}`, { spec: {} });
    let isFirst = true;
    fake.fault = ({ query }) => {
      if (!isFirst || query.get('continue') !== '200') return undefined;
      isFirst = false;
      return 410;
    };
    await follow();
    await eventually('all', () => seen.length === 251);
    assert.equal(isFirst, false);
    assert.deepEqual(told, []);
  });

  for (const as of ['event', 'answer'] as const) {
    it(`lists again when its version is forgotten, told by the ${as}`, async () => {
      await follow();
      await sees('ModelPool/pool {"default":"a"}');
      fake.fault = ({ query }) => (query.get('watch') === 'true' ? 503 : undefined);
      fake.cutWatches();
      fake.put('modelpools', 'pool', { spec: { default: 'b' } });
      fake.expire(as);
      fake.fault = () => undefined;
      await sees('ModelPool/pool {"default":"b"}');
    });
  }

  it('comes back after watches are cut, cleanly or not, and loses nothing meanwhile', async () => {
    await follow({ ...QUICK, shortestMs: 0 });
    await sees('ModelPool/pool {"default":"a"}');
    for (const [rudely, value] of [
      [true, 'b'],
      [false, 'c'],
    ] as const) {
      fake.cutWatches(rudely);
      fake.put('modelpools', 'pool', { spec: { default: value } });
      await sees(`ModelPool/pool {"default":"${value}"}`);
    }
    assert.deepEqual(told, [], 'that watches end is nothing to tell of');
  });

  it('outlasts an API server that is away, tells once, and finds what changed', async () => {
    await follow();
    await sees('ModelPool/pool {"default":"a"}');
    fake.fault = () => 'break';
    fake.cutWatches(true);
    await eventually('lost', () => told.length > 0);
    const requests = fake.log.length;
    await eventually('several tries', () => fake.log.length > requests + 12);
    assert.equal(followed?.isConnected, false);
    fake.remove('modelpools', 'pool');
    fake.put('modelpools', 'other', { spec: {} });
    fake.fault = () => undefined;
    await sees('ModelPool/other {}');
    await eventually('found', () => told.includes('found'));
    assert.equal(followed.isConnected, true);
    assert.ok(told.length <= 3, told.join('\n'));
    assert.match(told[0] ?? '', /^the API server http:\/\/127\.0\.0\.1:\d+ cannot be reached: [^\n]+$/);
  });

  it('gives up on an API server that takes requests and never answers', async () => {
    fake.fault = () => 'hang';
    await follow(QUICK, 500);
    await eventually('lost', () =>
      told.some((line) => line.endsWith(' cannot be reached: no answer in time')),
    );
    fake.fault = () => undefined;
    await sees('ModelPool/pool {"default":"a"}');
  });

  it('takes a silent watch for a dead connection', async () => {
    let isDead = true;
    fake.fault = ({ query }) => (isDead && query.get('watch') === 'true' ? 'hang' : undefined);
    await follow({ ...QUICK, silenceMs: 200 });
    await sees('ModelPool/pool {"default":"a"}');
    await eventually('told', () => told.some((line) => line.includes('silent for 0.2 s')));
    fake.put('modelpools', 'pool', { spec: { default: 'b' } });
    isDead = false;
    await sees('ModelPool/pool {"default":"b"}');
  });

  it('outlasts a token that is gone for a while', async () => {
    await follow({ ...QUICK, shortestMs: 0 });
    await sees('ModelPool/pool {"default":"a"}');
    const { config } = api;
    const apply = config.applyToFetchOptions.bind(config);
    config.applyToFetchOptions = () => Promise.reject(new Error('ENOENT: no such file'));
    fake.cutWatches();
    await eventually('told', () => told.some((line) => line.endsWith('ENOENT: no such file')));
    config.applyToFetchOptions = apply;
    fake.put('modelpools', 'pool', { spec: { default: 'b' } });
    await sees('ModelPool/pool {"default":"b"}');
  });

  it('leaves no watch open when it is stopped while it lists', async () => {
    let lists = 0;
    fake.fault = ({ query }) => {
      if (query.get('watch') === null) lists += 1;
      return undefined;
    };
    await follow();
    await eventually('lists', () => lists > 0);
    await followed?.stop();
  });

  it('does not flood an API server that ends every watch at once', async () => {
    fake.fault = () => undefined;
    await follow({ shortestMs: 60_000, backOff: () => backOff(200, 200) });
    await sees('ModelPool/pool {"default":"a"}');
    const timer = setInterval(() => {
      fake.cutWatches();
    }, 1);
    const from = fake.log.length;
    const until = Date.now() + 600;
    await eventually('600 ms', () => Date.now() > until);
    clearInterval(timer);
    assert.ok(fake.log.length - from < 60, `${fake.log.length - from} requests`);
  });

  it('names the verb, the resource and the namespace that it is not allowed', async () => {
    fake.fault = ({ path }) => (path.endsWith('/routes') ? 403 : undefined);
    await follow();
    await eventually('told', () => told.length > 0);
    assert.deepEqual(told, [
      'not allowed to list routes.dragoman.dev in the namespace llm: give the service account a Role with the verb "list" for "routes.dragoman.dev" there',
    ]);
    assert.deepEqual(seen, [], 'nothing is told before all is known');
  });

  it('says that the CRDs are not installed, or are of another version', async () => {
    fake.versions = [];
    await follow();
    await eventually('told', () => told.some((line) => line.includes('install the CRDs')));
    fake.versions = ['v1beta1', 'v1'];
    await eventually('told', () =>
      told.some((line) =>
        line.includes('serves dragoman.dev as v1beta1, v1, this version of Dragoman reads v1alpha1'),
      ),
    );
    fake.versions = ['v1alpha1', 'v1'];
    await sees('ModelPool/pool {"default":"a"}');
  });

  it('takes two thousand resources, and one of a megabyte', async () => {
    await follow();
    await sees('ModelPool/pool {"default":"a"}');
    for (let n = 0; n < 2_000; n += 1) fake.put('routes', `r${n}`, { spec: {} });
    fake.put('routes', 'large', { spec: { examples: ['x'.repeat(1_000_000)] } });
    await eventually('all', () => seen.length === 2_002);
    assert.deepEqual(told, []);
  });
});
