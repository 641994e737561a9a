import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compareResources, fileOf, readResource, titleOf } from '../../../src/kube/resources/resource.js';

const metadata = { name: 'smalltalk', namespace: 'llm', uid: 'u1', generation: 3, resourceVersion: '7' };

describe('readResource', () => {
  it('keeps the name and the spec only, so that a label is no new registry', () => {
    const plain = readResource('Route', { metadata, spec: { target: 'small' }, status: { a: 1 } });
    const labelled = readResource('Route', {
      metadata: { ...metadata, labels: { team: 'a' }, managedFields: [{}], resourceVersion: '8' },
      spec: { target: 'small' },
    });
    assert.ok(plain !== undefined && labelled !== undefined);
    assert.equal(plain.hash, labelled.hash);
    assert.deepEqual(JSON.parse(plain.text), {
      apiVersion: 'dragoman.dev/v1alpha1',
      kind: 'Route',
      metadata: { name: 'smalltalk' },
      spec: { target: 'small' },
    });
    assert.equal(titleOf(plain), 'Route/smalltalk');
    assert.deepEqual([plain.generation, plain.uid, plain.resourceVersion], [3, 'u1', '7']);
  });

  it('takes no notice of what is no object with a name', () => {
    for (const object of [undefined, null, [], 'x', {}, { metadata: {} }, { metadata: { name: 7 } }]) {
      assert.equal(readResource('Route', object), undefined);
    }
  });
});

describe('fileOf', () => {
  it('is readable for every name that Kubernetes allows and a file can have', () => {
    assert.equal(fileOf('RouterPolicy', 'a.b-c'), 'routerpolicy.a.b-c.yaml');
    const longest = 'a'.repeat(253);
    assert.match(fileOf('RouterPolicy', longest), /^routerpolicy\.[0-9a-f]{32}\.yaml$/);
  });

  it('never leads out of the folder', () => {
    for (const name of ['../../etc/passwd', 'a/b', '.', '..', 'a\0b', 'Größe']) {
      assert.match(fileOf('Route', name), /^route\.[0-9a-f]{32}\.yaml$/, name);
    }
  });
});

describe('compareResources', () => {
  it('orders by kind, then by name', () => {
    const resources = (['b', 'a'] as const).flatMap((name) =>
      (['RouterPolicy', 'Route', 'ModelPool'] as const).map((kind) => {
        const resource = readResource(kind, { metadata: { name } });
        assert.ok(resource !== undefined);
        return resource;
      }),
    );
    assert.deepEqual(resources.sort(compareResources).map(titleOf), [
      ...['ModelPool/a', 'ModelPool/b', 'Route/a', 'Route/b', 'RouterPolicy/a', 'RouterPolicy/b'],
    ]);
  });
});
