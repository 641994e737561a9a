import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { stringify } from 'yaml';
import type { RegistryRoute } from '../../src/config/registry.js';
import { convertText, linesOf, readFixture, registryOf } from './convert-fixture.js';

/** A configuration with one decision over these rules. */
function decide(rules: object): string {
  return stringify({
    vllm_endpoints: [{ name: 'e', address: '10.0.0.1', port: 8000 }],
    model_config: { m: { preferred_endpoints: ['e'] } },
    default_model: 'm',
    keyword_rules: [
      { name: 'k', operator: 'OR', keywords: ['apple', 'pear'] },
      { name: 'l', operator: 'OR', keywords: ['red (dark)'] },
    ],
    context_rules: [{ name: 'c', min_tokens: '1K', max_tokens: '4K' }],
    embedding_rules: [{ name: 'e', candidates: ['one', 'two', 'three', 'four', 'five'] }],
    decisions: [{ name: 'd', rules, modelRefs: [{ model: 'm' }] }],
  });
}

const KEYWORD = { type: 'keyword', name: 'k' };
const OTHER = { type: 'keyword', name: 'l' };
const CONTEXT = { type: 'context', name: 'c' };
const ENGLISH = { type: 'language', name: 'en' };
const MATH = { type: 'domain', name: 'math' };
const UNKNOWN = { type: 'authz', name: 'admin' };
const all = (...conditions: object[]): object => ({ operator: 'AND', conditions });
const any = (...conditions: object[]): object => ({ operator: 'OR', conditions });
const not = (condition: object): object => ({ operator: 'NOT', conditions: [condition] });

function routeOf(rules: object): RegistryRoute | undefined {
  return registryOf(convertText(decide(rules))).routes[0];
}

describe('the rules of a decision', () => {
  it('become one rule for all, and one each for any', () => {
    assert.deepEqual(routeOf(all(KEYWORD, ENGLISH))?.match, [
      { keywords: ['apple', 'pear'], when: [{ signal: 'language', is: ['en'] }] },
    ]);
    assert.deepEqual(routeOf(any(KEYWORD, ENGLISH))?.match, [
      { keywords: ['apple', 'pear'] },
      { when: [{ signal: 'language', is: ['en'] }] },
    ]);
  });

  it('unite labels and words of any', () => {
    const physics = { type: 'domain', name: 'physics' };
    assert.deepEqual(routeOf(any(MATH, physics, KEYWORD, OTHER))?.match, [
      { when: [{ signal: 'domain', is: ['math', 'physics'] }] },
      { keywords: ['apple', 'pear', 'red (dark)'] },
    ]);
  });

  it('say the contrary of numbers and labels', () => {
    assert.deepEqual(routeOf(not(CONTEXT))?.match, [
      { when: [{ signal: 'tokens', below: 1000 }] },
      { when: [{ signal: 'tokens', above: 4000 }] },
    ]);
    const contrary = routeOf(not(MATH))?.match[0]?.when?.[0];
    assert.equal(contrary?.is?.length, 13);
    assert.ok(contrary.is.includes('law'));
  });

  it('follow De Morgan', () => {
    const both = routeOf(not(any(MATH, ENGLISH)))?.match ?? [];
    assert.equal(both.length, 1);
    assert.deepEqual(
      both[0]?.when?.map(({ signal }) => signal),
      ['domain', 'language'],
    );
    assert.equal(routeOf(not(all(MATH, ENGLISH)))?.match.length, 2);
  });

  it('say a second list of words as a pattern', () => {
    assert.deepEqual(routeOf(all(KEYWORD, OTHER))?.match, [
      { keywords: ['apple', 'pear'], regex: String.raw`(?i)(?:^|\W)(?:red \(dark\))(?:\W|$)` },
    ]);
  });

  it('never match more when a part cannot be said', () => {
    assert.equal(routeOf(all(KEYWORD, UNKNOWN)), undefined);
    assert.deepEqual(routeOf(any(KEYWORD, UNKNOWN))?.match, [{ keywords: ['apple', 'pear'] }]);
    assert.equal(routeOf(not(KEYWORD)), undefined);
    assert.equal(routeOf(not(UNKNOWN)), undefined);
    assert.equal(routeOf(all({ ...KEYWORD, detected: false })), undefined);
  });

  it('become examples where they are compared with texts, alone', () => {
    const examples = { type: 'embedding', name: 'e' };
    assert.deepEqual(routeOf(any(examples, MATH))?.examples, ['one', 'two', 'three', 'four', 'five']);
    assert.equal(routeOf(all(examples, MATH)), undefined);
  });

  it('are refused when they take too many rules of ours', () => {
    const wide = any(KEYWORD, ENGLISH, MATH, CONTEXT, { type: 'pii', name: 'p' });
    const conversion = convertText(decide(all(wide, wide, wide, wide)));
    assert.match(linesOf(conversion).join('\n'), /more than the 64 rules of a Route/);
  });

  it('that hold always are left to the default model', () => {
    assert.equal(routeOf(all()), undefined);
  });
});

describe('a vLLM Semantic Router configuration', () => {
  it('reads domains with scores of models', () => {
    const { routes, pool } = registryOf(convertText(readFixture('vllm-sr-categories')));
    const math = routes.find(({ name }) => name === 'math');
    assert.equal(math?.target, 'acme-large');
    assert.deepEqual(math.match, [{ when: [{ signal: 'domain', is: ['math'] }] }]);
    assert.equal(pool.default, 'acme-small');
    assert.deepEqual(
      pool.models.get('acme-large')?.backends.map(({ host, weight }) => [host, weight]),
      [
        ['10.0.0.11', 1],
        ['10.0.0.12', 3],
      ],
    );
  });

  it('reads recipes and entry points', () => {
    const { routes, pool } = registryOf(convertText(readFixture('vllm-sr-providers')));
    assert.deepEqual([...pool.aliases].sort(), ['Team/Model-A', 'acme/auto', 'auto']);
    assert.deepEqual(routes.map(({ name, target }) => [name, target]).sort(), [
      ['law-decision', 'hosted'],
      ['steps-decision', 'team-model-a'],
      ['team-model-a', 'team-model-a'],
    ]);
    const model = pool.models.get('team-model-a');
    assert.deepEqual(
      [model?.timeoutMs, model?.contextLength, model?.healthCheck?.path],
      [120_000, 131_072, '/ready'],
    );
  });
});
