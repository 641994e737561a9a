import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkQuery } from '../../../src/admin/query/check-query.js';
import type { AdminEndpoint, AdminParameter } from '../../../src/admin/endpoint.js';

const PARAMETERS: readonly AdminParameter[] = (['string', 'number', 'integer', 'boolean'] as const).map(
  (type) => ({
    ...{ name: type, type, in: 'query', description: '' },
  }),
);

function problemOf(query: string, parameters: readonly AdminParameter[] = PARAMETERS): string {
  const endpoint: AdminEndpoint = {
    ...{ method: 'GET', path: '/things', summary: '', response: '', parameters },
    handle: () => ({ kind: 'json', status: 200, body: {} }),
  };
  const checked = checkQuery(endpoint, new URLSearchParams(query));
  return checked.ok ? '' : checked.problem.message;
}

describe('checkQuery', () => {
  it('takes each parameter with a value of its type', () => {
    assert.equal(problemOf('string=a+b&number=-1.5&integer=12&boolean=true'), '');
    assert.equal(problemOf('number=.5'), '');
    assert.equal(problemOf(''), '');
  });

  it('says what it would have taken', () => {
    assert.match(problemOf('number=1e3'), /"number" is "1e3"; send a number/);
    for (const query of [
      'number=',
      'number=NaN',
      'integer=1.0',
      'boolean=1',
      'string=',
      'string=a%00b',
      'integer=9999999999999999',
    ]) {
      assert.match(problemOf(query), /send /, query);
    }
    assert.match(problemOf('strng=a'), /"strng" is no parameter of \/things; those are string, number/);
    assert.match(problemOf('string=a&string=b'), /more than once/);
  });

  it('quotes little of what is long', () => {
    assert.ok(problemOf(`${'x'.repeat(5000)}=1`).length < 300);
    assert.ok(problemOf(`number=${'x'.repeat(5000)}`).length < 300);
  });

  it('takes any query where none is known', () => {
    assert.equal(problemOf('verbose&x=1', []), '');
  });
});
