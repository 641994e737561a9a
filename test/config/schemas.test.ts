import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { Ajv, type Schema } from 'ajv';
import { parseAllDocuments } from 'yaml';
import { DEFAULTS } from '../../src/config/defaults.js';
import { parseDuration } from '../../src/config/duration.js';
import { packageRoot } from '../../src/package-root.js';
import { FIXTURES } from './fixtures.js';

interface Definition {
  readonly properties?: Readonly<Record<string, { readonly default?: unknown }>>;
}

function readSchema(name: string): Schema & { readonly definitions: Readonly<Record<string, Definition>> } {
  return JSON.parse(readFileSync(join(packageRoot, 'schemas', `${name}.json`), 'utf8')) as ReturnType<
    typeof readSchema
  >;
}

const registry = readSchema('registry');

describe('generated schemas', () => {
  it('hold no unions, whose errors could not be told in one line', () => {
    for (const name of ['model-pool', 'route', 'router-policy']) {
      const { definitions } = readSchema(name);
      assert.doesNotMatch(JSON.stringify(definitions), /"(anyOf|oneOf|allOf)"/);
      // A field may be called so; as a keyword it holds a schema without a description.
      assert.doesNotMatch(JSON.stringify(definitions), /"not":\{(?![^{}]*"items")/);
    }
  });

  it('state the defaults that the loader fills in', () => {
    const stated = (definition: string, field: string): unknown =>
      registry.definitions[definition]?.properties?.[field]?.default;
    const milliseconds = (definition: string, field: string): unknown =>
      parseDuration(String(stated(definition, field)));
    const { encoder, limits } = DEFAULTS;
    assert.deepEqual(stated('ModelPoolSpec', 'aliases'), [DEFAULTS.alias]);
    assert.equal(milliseconds('Model', 'timeout'), DEFAULTS.modelTimeoutMs);
    assert.equal(stated('Model', 'maxRequests'), DEFAULTS.maxRequests);
    assert.equal(stated('Backend', 'weight'), DEFAULTS.backendWeight);
    assert.equal(stated('ApiKey', 'header'), DEFAULTS.apiKeyHeader);
    assert.equal(stated('HealthCheck', 'path'), DEFAULTS.healthPath);
    assert.equal(milliseconds('HealthCheck', 'interval'), DEFAULTS.healthIntervalMs);
    assert.equal(stated('RouteSpec', 'priority'), DEFAULTS.priority);
    assert.equal(stated('RouterPolicySpec', 'tenantHeader'), DEFAULTS.tenantHeader);
    assert.equal(stated('RouterPolicySpec', 'margin'), DEFAULTS.margin);
    assert.equal(milliseconds('EncoderPolicy', 'deadline'), encoder.deadlineMs);
    assert.equal(stated('EncoderPolicy', 'workers'), encoder.workers);
    assert.equal(stated('EncoderPolicy', 'queue'), encoder.queue);
    assert.equal(stated('Limits', 'maxBodyBytes'), limits.maxBodyBytes);
    assert.equal(stated('Limits', 'maxDepth'), limits.maxDepth);
    assert.equal(stated('Objective', 'prefer'), DEFAULTS.prefer);
    assert.equal(stated('RouterPolicySpec', 'onLowMargin'), DEFAULTS.onLowMargin);
    assert.equal(stated('RouterPolicySpec', 'onReask'), DEFAULTS.onReask);
    assert.equal(stated('RouterPolicySpec', 'fastHead'), DEFAULTS.fastHead);
    const { ttlMs: cacheMs, ...cache } = DEFAULTS.decisionCache;
    const { ttlMs: stickyMs, ...stickiness } = DEFAULTS.stickiness;
    const { deadlineMs, ...llmRouter } = DEFAULTS.llmRouter;
    assert.equal(milliseconds('DecisionCache', 'ttl'), cacheMs);
    assert.equal(milliseconds('Stickiness', 'ttl'), stickyMs);
    assert.equal(milliseconds('LlmRouter', 'deadline'), deadlineMs);
    const parts = { DecisionCache: cache, Stickiness: stickiness, LlmRouter: llmRouter };
    for (const [definition, fields] of Object.entries(parts)) {
      for (const [field, value] of Object.entries(fields))
        assert.equal(stated(definition, field), value, field);
    }
  });

  it('refuse unknown keys in every object', () => {
    for (const [name, definition] of Object.entries(registry.definitions)) {
      if (definition.properties === undefined) continue;
      assert.equal((definition as { additionalProperties?: unknown }).additionalProperties, false, name);
    }
  });

  it('accept each kind through the one schema for editors', () => {
    const validate = new Ajv().compile(registry);
    for (const file of ['pool.yaml', 'policy.yml', 'routes.yaml']) {
      const text = readFileSync(join(FIXTURES, 'good/every-field', file), 'utf8');
      for (const document of parseAllDocuments(text)) assert.ok(validate(document.toJS()), file);
    }
    assert.equal(validate({ kind: 'Route' }), false);
  });
});
