import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { clusterOf } from '../../../src/cli/flags/cluster-flags.js';

describe('clusterOf', () => {
  it('uses nothing of Kubernetes unless it is told to', () => {
    assert.deepEqual(clusterOf({ lease: 'dragoman' }), { crds: undefined, lease: 'dragoman', events: false });
  });

  it('takes a namespace, a folder of files, a Lease and Events', () => {
    assert.deepEqual(clusterOf({ crds: 'llm', 'registry-files': '/files', lease: 'gateway', events: true }), {
      crds: { namespace: 'llm', files: '/files' },
      lease: 'gateway',
      events: true,
    });
  });

  it('refuses what Kubernetes has no such name for', () => {
    const lease = 'dragoman';
    for (const crds of ['', 'LLM', 'a/b', '-a', 'a.b', 'a'.repeat(64)]) {
      assert.throws(
        () => clusterOf({ crds, lease }),
        /--crds ".*": expected the name of a namespace\./,
        crds,
      );
    }
    assert.throws(() => clusterOf({ lease: '../x' }), /--lease "\.\.\/x": expected the name of a Lease\./);
    assert.throws(() => clusterOf({ 'registry-files': '/files', lease }), /--registry-files needs --crds/);
  });
});
