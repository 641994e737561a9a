import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { stringify } from 'yaml';
import { convertText, linesOf, readFixture, registryOf } from './convert-fixture.js';

interface Entry {
  readonly model_name: string;
  readonly litellm_params: Readonly<Record<string, unknown>>;
  readonly model_info?: Readonly<Record<string, unknown>>;
}

/** A configuration of entries and of settings of the router. */
function config(entries: readonly Entry[], router: object = {}): string {
  return stringify({ model_list: entries, router_settings: router });
}

function vllm(name: string, server: string, more: object = {}): Entry {
  return { model_name: name, litellm_params: { model: 'hosted_vllm/acme/m', api_base: server, ...more } };
}

describe('a LiteLLM configuration', () => {
  it('makes one model of deployments that differ in their server', () => {
    const entries = [
      vllm('m', 'http://a:8000/v1', { weight: 3 }),
      vllm('m', 'http://b:8000/v1', { weight: 1 }),
    ];
    const model = registryOf(convertText(config(entries))).pool.models.get('m');
    assert.deepEqual(
      model?.backends.map(({ host, weight }) => [host, weight]),
      [
        ['a', 3],
        ['b', 1],
      ],
    );
  });

  it('makes models of deployments that differ in more, and the second a fallback', () => {
    const entries = [
      vllm('m', 'http://a:8000/v1', { api_key: 'os.environ/A' }),
      vllm('m', 'http://b:8000/v1', { api_key: 'os.environ/B' }),
    ];
    const { pool, routes } = registryOf(convertText(config(entries)));
    assert.deepEqual([...pool.models.keys()], ['m-1', 'm-2']);
    assert.deepEqual([routes[0]?.target, routes[0]?.fallback], ['m-1', 'm-2']);
    assert.ok(pool.aliases.has('m'));
  });

  it('keeps fallbacks, also for all, in a Route of the name', () => {
    const entries = [vllm('a', 'http://a/v1'), vllm('b', 'http://b/v1'), vllm('c', 'http://c/v1')];
    const text = config(entries, { fallbacks: [{ a: ['b', 'c'] }], default_fallbacks: ['c'] });
    const conversion = convertText(text);
    const fallbacks = registryOf(conversion).routes.map(({ name, fallback }) => [name, fallback]);
    assert.deepEqual(fallbacks.sort(), [
      ['a', 'b-1'],
      ['b', 'c'],
    ]);
    assert.match(
      linesOf(conversion).join('\n'),
      /fallbacks\[0\]\.a\[1\] not carried: a Route has one fallback/,
    );
  });

  it('lets clients go on asking by names that the pool does not take', () => {
    const { pool, routes } = registryOf(
      convertText(config([vllm('Acme/Big Model'.replace(' ', '_'), 'http://a/v1')])),
    );
    assert.deepEqual([...pool.models.keys()], ['acme-big-model']);
    assert.deepEqual(routes[0]?.match, [{ models: ['Acme/Big_Model'] }]);
  });

  it('never gives a model the name of another', () => {
    const entries = [
      vllm('m', 'http://a/v1', { api_key: 'os.environ/A' }),
      vllm('m', 'http://b/v1'),
      vllm('m-1', 'http://c/v1'),
    ];
    const { pool } = registryOf(convertText(config(entries)));
    assert.equal(pool.models.get('m-1')?.backends[0]?.host, 'c');
    assert.equal(pool.models.size, 3);
  });

  it('asks a LiteLLM proxy for the models of other providers', () => {
    const entries = [
      vllm('m', 'http://a/v1'),
      { model_name: 'claude', litellm_params: { model: 'anthropic/claude-x', api_key: 'CANARY' } },
    ];
    const without = convertText(config(entries));
    assert.match(linesOf(without).join('\n'), /anthropic does not speak the OpenAI API.*--through/);
    const { pool } = registryOf(convertText(config(entries), { through: 'http://litellm:4000/v1' }));
    const claude = pool.models.get('claude');
    assert.deepEqual(
      [claude?.backends[0]?.host, claude?.upstreamModel, claude?.apiKey?.env],
      ['litellm', 'claude', 'LITELLM_API_KEY'],
    );
  });

  it('reads costs of a token as prices of a million', () => {
    const { pool } = registryOf(convertText(readFixture('litellm')));
    assert.deepEqual(pool.models.get('gpt-4o-1')?.price, { input: 2.5, output: 10 });
    assert.deepEqual(pool.models.get('small-1')?.price, { input: 0.05, output: 0.2 });
  });

  it('makes Routes of a complexity router', () => {
    const router = {
      model_name: 'smart',
      litellm_params: {
        model: 'auto_router/complexity_router',
        complexity_router_default_model: 'b',
        complexity_router_config: { tiers: { SIMPLE: ['a'], REASONING: 'b' }, session_affinity: true },
      },
    };
    const { pool, routes } = registryOf(
      convertText(config([vllm('a', 'http://a/v1'), vllm('b', 'http://b/v1'), router])),
    );
    assert.equal(pool.default, 'b');
    assert.ok(pool.aliases.has('smart'));
    assert.deepEqual(
      routes.map(({ name, target }) => [name, target]),
      [
        ['reasoning', 'b'],
        ['simple', 'a'],
      ],
    );
  });

  it('tells what to do when no model is left', () => {
    const conversion = convertText('model_list: []\n');
    assert.throws(() => registryOf(conversion), /models/);
  });
});
