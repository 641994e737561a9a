import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AdminEndpoint } from '../../src/admin/endpoint.js';
import { matchEndpoints } from '../../src/admin/match-endpoint.js';

const ENDPOINTS = ['/', '/a', '/a/{id}', '/files/', '/files/{name+}'].map((path): AdminEndpoint => ({
  ...{ method: 'GET', path, summary: '', response: '' },
  handle: () => ({ kind: 'json', status: 200, body: {} }),
}));

function matched(path: string): string {
  const [match] = matchEndpoints(ENDPOINTS, path);
  return match === undefined ? '-' : `${match.endpoint.path} ${JSON.stringify(match.parts)}`;
}

describe('matchEndpoints', () => {
  it('matches segment by segment', () => {
    assert.deepEqual(['/', '/a', '/a/', '/b', '/a/b/c', '', 'a'].map(matched), [
      ...['/ {}', '/a {}', '-', '-', '-', '-', '-'],
    ]);
  });

  it('decodes the part in braces, once', () => {
    assert.equal(matched('/a/x%20y'), '/a/{id} {"id":"x y"}');
    assert.equal(matched('/a/%252e%252e'), '/a/{id} {"id":"%2e%2e"}');
    assert.equal(matched('/a/%zz'), '-');
    assert.equal(matched('/a/%ff'), '-');
  });

  it('takes the rest where a plus says so, as it is', () => {
    assert.equal(matched('/files/'), '/files/ {}');
    assert.equal(matched('/files/a/b.js'), '/files/{name+} {"name":"a/b.js"}');
    assert.equal(matched('/files/../../etc/passwd'), '/files/{name+} {"name":"../../etc/passwd"}');
  });
});
