import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Ajv } from 'ajv';
import * as fc from 'fast-check';
import { type JsonSchema, surelyFits } from '../../src/config/fits-schema.js';
import { isOfKind, type Kind, KINDS, schemaOf } from '../../src/config/schemas.js';

const ajv = new Ajv({ validateSchema: false });

/** A good document of each kind that uses every kind of keyword. */
const GOOD: Readonly<Record<Kind, object>> = {
  ModelPool: {
    apiVersion: 'dragoman.dev/v1alpha1',
    kind: 'ModelPool',
    metadata: { name: 'pool' },
    spec: {
      default: 'small',
      models: [
        {
          name: 'small',
          url: 'http://127.0.0.1:1/v1',
          price: { input: 0.1, output: 1 },
          quality: 0.5,
        },
        { name: 'large', url: 'https://models.example/v1', contextLength: 8192, timeout: '30s' },
      ],
    },
  },
  Route: {
    apiVersion: 'dragoman.dev/v1alpha1',
    kind: 'Route',
    metadata: { name: 'sums' },
    spec: {
      match: [{ keywords: ['sum up'] }, { headers: [{ name: 'x-class', exact: 'a' }] }],
      examples: ['sum this up', 'the gist of it?'],
      target: 'small',
      priority: 3,
    },
  },
  RouterPolicy: {
    apiVersion: 'dragoman.dev/v1alpha1',
    kind: 'RouterPolicy',
    metadata: { name: 'policy' },
    spec: { margin: 0.1, encoder: { workers: 2, deadline: '50ms' }, fastHead: false },
  },
};

const cases: readonly (readonly [schema: JsonSchema, values: fc.Arbitrary<unknown>])[] = [
  [{ type: 'string', minLength: 1, maxLength: 3 }, fc.string({ unit: 'grapheme', maxLength: 8 })],
  [{ type: 'string', pattern: '^[a-z]+$' }, fc.string({ maxLength: 3 })],
  [{ type: 'string', enum: ['a', 'b'] }, fc.constantFrom('a', 'b', 'c', 1, null)],
  [
    { type: 'integer', minimum: -2, maximum: 5 },
    fc.oneof(fc.integer({ min: -9, max: 9 }), fc.double(), fc.string()),
  ],
  [{ type: 'number', minimum: 0 }, fc.oneof(fc.double(), fc.constantFrom(null, '1', true))],
  [
    { type: 'array', items: { type: 'boolean' }, minItems: 1, maxItems: 2 },
    fc.array(fc.anything(), { maxLength: 3 }),
  ],
  [
    {
      $ref: '#/definitions/Box',
      definitions: {
        Box: {
          type: 'object',
          properties: { a: { type: 'number' }, b: { $ref: '#/definitions/Box' } },
          required: ['a'],
          additionalProperties: false,
          maxProperties: 2,
        },
      },
    },
    fc.object({ key: fc.constantFrom('a', 'b', 'c', '__proto__'), maxDepth: 3 }),
  ],
  [
    { type: 'object', additionalProperties: { type: 'string' } },
    fc.dictionary(fc.string(), fc.oneof({ weight: 9, arbitrary: fc.string() }, fc.integer())),
  ],
];

describe('surelyFits', () => {
  for (const [schema, values] of cases) {
    it(`never says more than a validator does of ${JSON.stringify(schema).slice(0, 60)}`, () => {
      const validate = ajv.compile(schema);
      fc.assert(
        fc.property(values, (value) => !surelyFits(value, schema) || validate(value)),
        { numRuns: 500 },
      );
    });
  }

  it('says nothing of a keyword that it does not know', () => {
    assert.equal(surelyFits('a', { type: 'string', format: 'date' }), false);
  });
});

describe('isOfKind', () => {
  for (const kind of KINDS) {
    it(`knows a good ${kind}, and no longer once anything in it is of another type`, () => {
      const good = GOOD[kind];
      assert.ok(schemaOf(kind)(good), JSON.stringify(schemaOf(kind).errors));
      assert.ok(isOfKind(kind, good));
      for (const bad of spoilt(good)) {
        if (isOfKind(kind, bad)) assert.ok(schemaOf(kind)(bad), JSON.stringify(bad));
      }
    });
  }
});

/** Copies of a value in which one part each is replaced, or added. */
function* spoilt(value: unknown): Generator {
  for (const other of ['', 'no such thing', -1, 0.5, 1e9, true, null, [], [1], {}, { more: 1 }]) yield other;
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    for (const [at, item] of items.entries()) for (const bad of spoilt(item)) yield items.with(at, bad);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, part] of Object.entries(value)) {
      for (const bad of spoilt(part)) yield { ...value, [key]: bad };
      yield Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
    }
    yield { ...value, more: 1 };
  }
}
