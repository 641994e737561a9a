import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startApiServer, type Cluster } from '../../support/cluster.js';
import { createCleanUp } from '../../support/clean-up.js';

describe('an API server', () => {
  const cleanUp = createCleanUp();
  let cluster: Cluster;

  before(async () => {
    cluster = await startApiServer();
    cleanUp.add(() => cluster.stop());
  });
  after(() => cleanUp.run());

  it('is of the release that the chart is tested with', async () => {
    const answer = JSON.parse(await cluster.kubectl('get', '--raw', '/version')) as { gitVersion: string };
    assert.equal(answer.gitVersion, 'v1.35.4');
  });

  it('says why it refuses an object', async () => {
    const wrong = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'x' },
      spec: { ports: [{ port: 0 }] },
    };
    await assert.rejects(
      cluster.apply([wrong], '--dry-run=server'),
      /spec\.ports\[0\]\.port: Invalid value: 0/,
    );
  });

  it('can be killed, and keeps what it held', async () => {
    await cluster.kubectl('create', 'configmap', 'kept');
    await cluster.stopPart('kube-apiserver');
    assert.notEqual((await cluster.tryKubectl('get', 'configmap', 'kept')).status, 0);
    await cluster.startPart('kube-apiserver');
    await cluster.kubectl('get', 'configmap', 'kept');
  });
});
