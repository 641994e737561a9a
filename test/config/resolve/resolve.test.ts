import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { DEFAULTS } from '../../../src/config/defaults.js';
import type { RegistryCascade } from '../../../src/config/registry.js';
import { FIXTURES, registryOf } from '../fixtures.js';

const full = registryOf(join(FIXTURES, 'good/every-field'));
const smallest = registryOf(join(FIXTURES, 'good/smallest'));

describe('resolved models', () => {
  it('carry every field', () => {
    assert.deepEqual(full.pool.models.get('small'), {
      name: 'small',
      upstreamModel: 'Qwen/Qwen3-4B',
      tls: false,
      pathPrefix: '/v1',
      backends: [
        { host: '10.0.0.1', port: 8000, weight: 3 },
        { host: '2001:db8::1', port: 8001, weight: 1 },
      ],
      price: { input: 0.05, output: 0.2 },
      quality: 0.7,
      contextLength: 32768,
      capabilities: new Set(['tools', 'json']),
      endpoints: new Set(['chat-completions', 'completions']),
      safetyClasses: new Set(['medical']),
      apiKey: undefined,
      caFile: undefined,
      serverName: undefined,
      healthCheck: { path: '/ready', intervalMs: 2500 },
      timeoutMs: 120_000,
      maxRequests: 8,
    });
  });

  it('get the documented defaults', () => {
    const model = smallest.pool.models.get('large');
    assert.deepEqual(model?.backends, [{ host: 'vllm-large', port: 8000, weight: 1 }]);
    assert.deepEqual(model.healthCheck, { path: '/health', intervalMs: 10_000 });
    assert.equal(model.timeoutMs, 300_000);
    assert.equal(model.maxRequests, 1024);
    assert.equal(model.capabilities, undefined);
    assert.deepEqual([...smallest.pool.aliases], ['auto']);
  });

  it('read host, port, path and TLS from the URL', () => {
    const seen = ['medium', 'hosted', 'other'].map((name) => {
      const model = full.pool.models.get(name);
      return [model?.tls, model?.backends[0]?.host, model?.backends[0]?.port, model?.pathPrefix];
    });
    assert.deepEqual(seen, [
      [false, 'medium', 80, '/v1'],
      [true, 'api.example.com', 443, '/openai/v1'],
      [true, 'other.example.com', 8443, '/v1'],
    ]);
  });

  it('send a key as Bearer only in authorization', () => {
    assert.deepEqual(full.pool.models.get('hosted')?.apiKey, {
      file: '/etc/keys/hosted',
      header: 'authorization',
      prefix: 'Bearer ',
    });
    assert.deepEqual(full.pool.models.get('other')?.apiKey, {
      env: 'OTHER_KEY',
      header: 'x-api-key',
      prefix: '',
    });
  });

  it('check the health of https upstreams only when asked', () => {
    assert.equal(full.pool.models.get('medium')?.healthCheck, undefined);
    assert.equal(full.pool.models.get('hosted')?.healthCheck, undefined);
    assert.deepEqual(full.pool.models.get('other')?.healthCheck, { path: '/health', intervalMs: 10_000 });
  });
});

describe('resolved routes', () => {
  it('come by priority, then by name', () => {
    assert.deepEqual(
      full.routes.map(({ name }) => name),
      ['code', 'health', 'agents', 'questions', 'sums', 'drafts', 'letters'],
    );
  });

  it('carry every field, with trimmed distinct examples and header names in lower case', () => {
    const { match, examples, ...rest } = full.routes[1] ?? assert.fail('no route');
    assert.deepEqual(rest, {
      name: 'health',
      description: 'Questions about illness and medicine.',
      not: ['what does a headache cost the economy', 'how to become a nurse'],
      target: 'hosted',
      objective: undefined,
      cascade: undefined,
      threshold: 0.8,
      priority: 10,
      timeoutMs: 90_000,
      maxTokens: 500,
      fallback: 'medium',
      safetyClass: 'medical',
    });
    assert.equal(examples.length, 5);
    assert.equal(examples[1], 'is this mole dangerous');
    assert.equal(match[0]?.headers?.[0]?.name, 'x-app');
  });

  it("take the policy's threshold when they name none", () => {
    assert.equal(full.routes[0]?.threshold, 0.6);
    assert.equal(smallest.routes[0]?.threshold, undefined);
  });

  it('have an objective over the models that they name, or over all that may serve their class', () => {
    const objectiveOf = (name: string): unknown =>
      full.routes.find((route) => route.name === name)?.objective;
    assert.deepEqual(objectiveOf('questions'), {
      quality: 0.9,
      prefer: 'latency',
      models: ['small', 'medium'],
    });
    assert.deepEqual(objectiveOf('sums'), {
      quality: 0.8,
      prefer: 'cost',
      models: ['small', 'medium', 'hosted'],
    });
  });

  it('join inline examples with those of a file, chosen by label', () => {
    const { routes } = registryOf(join(FIXTURES, 'good/example-files'));
    const examplesOf = (name: string): readonly string[] | undefined =>
      routes.find((r) => r.name === name)?.examples;
    assert.deepEqual(examplesOf('greetings')?.slice(0, 2), ['hello', 'good evening']);
    assert.equal(examplesOf('greetings')?.length, 5);
    assert.equal(examplesOf('sums')?.[0], 'two plus two');
    assert.equal(examplesOf('code')?.length, 5);
  });
});

describe('resolved cascades', () => {
  const cascadeOf = (name: string): RegistryCascade | undefined =>
    full.routes.find((route) => route.name === name)?.cascade;

  it("are the pool's, with every field, for a route that chooses no model", () => {
    assert.deepEqual(cascadeOf('drafts'), {
      tiers: [
        { model: 'small', timeoutMs: 20_000 },
        { model: 'medium', timeoutMs: 45_000 },
        { model: 'hosted', timeoutMs: 45_000 },
      ],
      gate: {
        bar: 0.6,
        verifier: { model: 'medium', deadlineMs: 900, width: 0.1 },
        consistency: { samples: 2, maxTokens: 64, deadlineMs: 3000, agreement: 0.7 },
      },
      streaming: 'prefix',
      prefix: { tokens: 48, holdMs: 1500 },
      start: { margin: 0.3, complex: 0.8, quality: 0.6 },
      onThrash: 'skip',
    });
  });

  it("are the route's own where it has one, with the documented defaults", () => {
    assert.deepEqual(cascadeOf('letters'), {
      tiers: [
        { model: 'medium', timeoutMs: 300_000 },
        { model: 'hosted', timeoutMs: 300_000 },
      ],
      gate: { bar: 0.5, verifier: undefined, consistency: undefined },
      streaming: 'buffer',
      prefix: { tokens: 32, holdMs: 2000 },
      start: { margin: 0.2, complex: undefined, quality: undefined },
      onThrash: 'report',
    });
  });

  it('are none for a route with a target or an objective', () => {
    assert.equal(cascadeOf('code'), undefined);
    assert.equal(cascadeOf('questions'), undefined);
  });
});

describe('the resolved policy', () => {
  it('carries every field', () => {
    assert.deepEqual(full.policy, {
      tenantHeader: 'x-team',
      margin: 0.2,
      onLowMargin: 'llm',
      onReask: 'ignore',
      llmRouter: { model: 'small', deadlineMs: 800, maxShare: 0.1, tokensPerMinute: 5000, examples: 6 },
      decisionCache: { ttlMs: 480_000, entries: 500, perTenant: false, nearDuplicates: false },
      stickiness: { ttlMs: 1_200_000, conversations: 2000, coldCachePenalty: 0.3 },
      fastHead: false,
      outcomes: join(FIXTURES, 'good/every-field/outcomes.bundle'),
      controlGroup: { share: 0.1, model: 'hosted' },
      exploration: { share: 0.03 },
      shadow: { share: 0.05, model: 'hosted' },
      records: { text: 'redacted', maxAgeMs: 604_800_000, maxBytes: 104_857_600 },
      encoder: { deadlineMs: 100, workers: 2, queue: 16 },
      limits: { maxBodyBytes: 1_048_576, maxDepth: 50 },
    });
  });

  it('is all defaults without a document', () => {
    const {
      tenantHeader,
      margin,
      onLowMargin,
      onReask,
      decisionCache,
      stickiness,
      fastHead,
      encoder,
      limits,
    } = DEFAULTS;
    const given = {
      tenantHeader,
      margin,
      onLowMargin,
      onReask,
      decisionCache,
      stickiness,
      fastHead,
      encoder,
      limits,
    };
    const absent = {
      ...{ llmRouter: undefined, outcomes: undefined },
      ...{ controlGroup: undefined, exploration: undefined, shadow: undefined },
    };
    const records = { text: 'hash', maxAgeMs: 2_592_000_000, maxBytes: 10_737_418_240 };
    assert.deepEqual(smallest.policy, { ...given, ...absent, records });
  });
});
