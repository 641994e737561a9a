import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ask, type Answer, chat } from '../../support/ask.js';
import { createCleanUp } from '../../support/clean-up.js';
import { decisionLine } from '../../support/decision-line.js';
import { eventually } from '../../support/eventually.js';
import { policyText, poolText, routeText } from '../../support/pool-text.js';
import { scrape } from '../../support/read-metrics.js';
import { startStack, type Stack } from '../../support/stack.js';
import { type RedisServer, startRedis } from '../../support/start-redis.js';

const CODE = [
  'fix the bug in this Python function',
  'write a function that sorts an array',
  'refactor this class',
];
const TALK = ['hi there', 'good evening', 'how are you today', 'hello, nice to meet you'];

const REGISTRY = {
  'routes.yaml':
    routeText('talk', `target: small, threshold: 0.1, examples: ${JSON.stringify(TALK)}`) +
    routeText('code', `target: large, threshold: 0.1, examples: ${JSON.stringify(CODE)}`),
  'policy.yaml': policyText('margin: 0, fastHead: false, encoder: { deadline: 20s }'),
};

const PASSWORD = 'never-to-be-shown';

describe('two replicas, each behind an Envoy of its own, with one Redis between them', () => {
  const cleanUp = createCleanUp();
  let redis: RedisServer;
  let [one, two] = [] as unknown as [Stack, Stack];
  before(async () => {
    redis = await startRedis({ password: PASSWORD });
    cleanUp.add(() => redis.remove());
    const start = async (pool: string): Promise<Stack> => {
      const stack = await startStack({
        registry: { ...REGISTRY, 'pool.yaml': pool },
        env: { DRAGOMAN_SHARED_CACHE: redis.url, DRAGOMAN_HASH_KEY: 'of all replicas' },
      });
      cleanUp.add(() => stack.stop());
      return stack;
    };
    one = await start(poolText());
    // The same registry to the letter, so with the models of the first.
    const modelUrl = (whole: string, name: string): string => one.models.get(name)?.url ?? whole;
    two = await start(poolText().replaceAll(/\{\{([a-z]+)\}\}/g, modelUrl));
    for (const stack of [one, two]) await eventually('it is connected', () => isUp(stack));
  });
  after(() => cleanUp.run());

  const isUp = async ({ admin }: Stack): Promise<boolean> =>
    (await scrape(admin)).sum('dragoman_shared_cache_up') === 2;
  const lookups = async ({ admin }: Stack, found: string): Promise<number> =>
    (await scrape(admin)).sum('dragoman_shared_cache_lookups_total', { shared_lookup: found });
  const layerOf = async (stack: Stack, answer: Answer): Promise<unknown> =>
    (await decisionLine(stack, answer))['layer'];

  it('decide alike, and the second by what the first found', async () => {
    const request = chat('please write a function that sorts this array');
    const first = await ask(one.url, request);
    assert.equal(await layerOf(one, first), 'similarity');
    await eventually('it is told', async () => Number(await redis.command('DBSIZE')) === 1);
    // A busy machine may be late with an answer; the request is decided all the same, and the next one tries again.
    const hit = await eventually('a hit', async () => {
      const second = await ask(two.url, chat('Please write a function that  sorts this array'));
      assert.deepEqual([second.model, second.route], [first.model, first.route]);
      return (await layerOf(two, second)) === 'cache' ? second : undefined;
    });
    assert.equal(hit.route, 'code');
    assert.equal((await lookups(two, 'hit')) + (await lookups(two, 'late')), 1);
  });

  it('go on by themselves without it, and with it again once it is back', async () => {
    await redis.kill();
    await eventually('the loss is seen', async () => !(await isUp(two)));
    for (const words of ['good morning to you', 'fix this Python class']) {
      const [here, there] = [await ask(one.url, chat(words)), await ask(two.url, chat(words))];
      assert.deepEqual([here.status, here.route], [200, there.route]);
    }
    assert.ok((await lookups(two, 'spared')) >= 1);
    await redis.restart();
    await eventually('it is back', async () => (await isUp(one)) && (await isUp(two)));
    const lines = two.logs().filter(({ msg }) => typeof msg === 'string' && msg.includes('shared cache'));
    assert.deepEqual(
      lines.map(({ msg }) => msg),
      [
        'the shared cache is in use',
        'the shared cache is lost; this replica goes on with its own',
        'the shared cache is in use',
      ],
    );
  });

  it('never show the password', async () => {
    const seen = [...one.logs(), ...two.logs()].map((line) => JSON.stringify(line)).join('\n');
    const config = await (await fetch(`${one.admin}/config`)).text();
    assert.doesNotMatch(seen + config, new RegExp(PASSWORD));
  });
});
