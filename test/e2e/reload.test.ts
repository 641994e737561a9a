import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { envoyBinary } from '../../demo/envoy-binary.js';
import { randomFreePort } from '../../demo/free-port.js';
import { startRouter, type Router } from '../../demo/stack.js';
import { startStandInModel, type StandInModel } from '../../demo/stand-in-model.js';
import { objectOf, type JsonObject } from '../../demo/stand-in/json.js';
import { ask, assertOpenAiError, chat, jsonOf } from '../support/ask.js';
import { createCleanUp } from '../support/clean-up.js';
import { startConstantLoad } from '../support/constant-load.js';
import { eventually } from '../support/eventually.js';
import { mountRegistry, type MountedRegistry } from '../support/mounted-registry.js';
import { GREETING_ROUTE, routeText } from '../support/pool-text.js';

const LEGAL = routeText('legal', 'target: extra, match: [{ keywords: [contract] }]');

describe('a registry that changes under load', () => {
  let models: Readonly<Record<'small' | 'moved' | 'medium' | 'extra', StandInModel>>;
  const cleanUp = createCleanUp();
  let mounted: MountedRegistry;
  let router: Router;

  before(async () => {
    const start = async (name: string): Promise<StandInModel> => {
      const model = await startStandInModel({ name, behaviour: { delay: 0, gap: 0 } });
      cleanUp.add(() => model.close());
      return model;
    };
    const [small, moved, medium, extra] = await Promise.all(['small', 'small', 'medium', 'extra'].map(start));
    assert.ok(small && moved && medium && extra);
    models = { small, moved, medium, extra };
    const work = await mkdtemp(join(tmpdir(), 'dragoman-'));
    cleanUp.add(() => rm(work, { recursive: true, force: true }));
    mounted = await mountRegistry(join(work, 'registry'), registry(['small', 'medium'], GREETING_ROUTE));
    const [listener, admin, envoyAdmin] = [
      await randomFreePort(),
      await randomFreePort(),
      await randomFreePort(),
    ];
    router = await startRouter({
      registry: mounted.folder,
      work,
      logs: join(work, 'logs'),
      envoy: await envoyBinary(),
      ports: { listener, internal: await randomFreePort(), admin, envoyAdmin },
      flags: ['--encoder', 'none'],
    });
    cleanUp.add(() => router.stop());
  });
  after(() => cleanUp.run());

  /** `moved` is the model small at another address. */
  function registry(names: readonly (keyof typeof models)[], routes: string): Record<string, string> {
    const pool = `
apiVersion: dragoman.dev/v1alpha1
kind: ModelPool
metadata: { name: pool }
spec:
  default: medium
  models:
${names.map((name) => `    - { name: ${models[name].name}, url: '${models[name].url}' }\n`).join('')}`;
    return { 'pool.yaml': pool, 'routes.yaml': routes };
  }

  async function config(): Promise<JsonObject> {
    return objectOf(await (await fetch(`${router.admin}/config`)).json());
  }

  it('takes effect at once and for good, is counted, and fails no request', async () => {
    const bodies = [chat('hello'), chat('read this contract'), chat('what now')];
    const load = startConstantLoad(router.url, bodies);
    try {
      await eventually('the load to run', () => load.answers.length > 30);
      const first = (await config())['version'];

      await mounted.swap(registry(['small', 'medium', 'extra'], GREETING_ROUTE + LEGAL));
      await eventually(
        'the new route',
        async () => (await ask(router.url, chat('a contract'))).route === 'legal',
      );
      assert.equal(jsonOf(await ask(router.url, chat('a contract')))['model'], 'extra');

      const second = (await config())['version'];
      assert.notEqual(second, first);
      await mounted.swap(registry(['small', 'medium'], 'kind: Route'));
      const refused = await eventually('the refusal', async () => {
        const now = await config();
        return now['refusals'] === 1 && now;
      });
      assert.equal(refused['version'], second);
      assert.match(JSON.stringify(refused['problems']), /routes\.yaml/);
      assert.equal((await ask(router.url, chat('a contract'))).route, 'legal');

      await mounted.swap(registry(['moved', 'medium', 'extra'], GREETING_ROUTE + LEGAL));
      await eventually('requests at the new address', () => models.moved.received().length > 0);
      const left = await eventually('no more at the old one', async () => {
        const count = models.small.received().length;
        await ask(router.url, chat('hello'));
        return models.small.received().length === count && count;
      });
      assert.ok(left > 0);

      await mounted.swap(registry(['moved', 'medium'], GREETING_ROUTE));
      await eventually(
        'the end of the route',
        async () => (await ask(router.url, chat('contract'))).route === 'none',
      );
      assertOpenAiError(await ask(router.url, chat('hi', { model: 'extra' })), 404, 'model_not_found');
      assert.equal((await ask(router.url, chat('hello'))).model, 'small');
      const { problems, loads, refusals } = await config();
      assert.deepEqual({ problems, loads, refusals }, { problems: [], loads: 4, refusals: 1 });
      const seen = load.answers.length;
      await eventually('the load to go on', () => load.answers.length > seen + 30);
    } finally {
      await load.stop();
    }
    assert.deepEqual(load.errors, []);
    const failed = load.answers.filter(({ status, decision }) => status !== 200 || decision === null);
    assert.deepEqual(failed, []);
  });
});
