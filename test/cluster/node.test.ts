import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { openNode, type Cluster } from '../support/cluster.js';
import { createCleanUp } from '../support/clean-up.js';
import { ANSWERING, nodePod, restrictedNamespace, serviceOf } from '../support/node-pod.js';
import { until } from '../support/until.js';

const NAMESPACE = 'node-test';

describe('a node', () => {
  const cleanUp = createCleanUp();
  let cluster: Cluster;

  before(async () => {
    cluster = await openNode();
    cleanUp.add(() => cluster.stop());
    cleanUp.add(async () => {
      await cluster.kubectl('delete', 'namespace', NAMESPACE, '--wait=false');
    });
    await cluster.apply([
      restrictedNamespace(NAMESPACE),
      nodePod({ name: 'web', namespace: NAMESPACE, script: ANSWERING, port: 8080 }),
      serviceOf('web', NAMESPACE),
    ]);
    await cluster.kubectl('wait', '-n', NAMESPACE, '--for=condition=Ready', 'pod/web', '--timeout=120s');
  });
  after(() => cleanUp.run());

  it('is ready, and is what it says', async () => {
    const nodes = await cluster.kubectl(
      'get',
      'nodes',
      '-o',
      'jsonpath={.items[*].status.nodeInfo.kubeletVersion}',
    );
    assert.equal(nodes, 'v1.35.4');
  });

  it('runs a pod of the restricted standard, whose Service answers from outside', async () => {
    const address = await cluster.kubectl(
      'get',
      '-n',
      NAMESPACE,
      'svc/web',
      '-o',
      'jsonpath={.spec.clusterIP}',
    );
    const { port, close } = await cluster.forward(address, 80);
    cleanUp.add(close);
    // A pod is ready some time before its Service leads to it.
    const ask = (): Promise<string> =>
      fetch(`http://127.0.0.1:${port}`).then(
        (answer) => answer.text(),
        () => '',
      );
    assert.equal(await until('an answer', ask), 'ok');
  });

  it('finds a Service by its name', async () => {
    const lookUp = `import { lookup } from 'node:dns/promises';
      const found = async (name) => (await lookup(name).catch(({ code }) => ({ address: code }))).address;
      console.log(await found('web'), await found('web.${NAMESPACE}.svc.cluster.local'), await found('nothing.here'));`;
    await cluster.apply([nodePod({ name: 'asks', namespace: NAMESPACE, script: lookUp })]);
    const finished = '--for=jsonpath={.status.phase}=Succeeded';
    await cluster.kubectl('wait', '-n', NAMESPACE, finished, 'pod/asks', '--timeout=120s');
    const address = await cluster.kubectl(
      'get',
      '-n',
      NAMESPACE,
      'svc/web',
      '-o',
      'jsonpath={.spec.clusterIP}',
    );
    const said = await cluster.kubectl('logs', '-n', NAMESPACE, 'asks');
    assert.match(said, new RegExp(`^${address} ${address} E[A-Z_]+\\n$`));
  });

  it('refuses a pod that the restricted standard does not allow', async () => {
    const { status, stderr } = await cluster.tryKubectl(
      'run',
      'root',
      '-n',
      NAMESPACE,
      '--image=localhost/pause:1',
    );
    assert.equal(status, 1);
    assert.match(stderr, /violates PodSecurity "restricted/);
  });

  it("leaves this machine's settings and network alone", async () => {
    const inside = await cluster.run('cat', ['/proc/net/dev', '/proc/sys/kernel/panic']);
    assert.match(inside.stdout, /node0:[^]*\n10\n$/);
    assert.doesNotMatch(readFileSync('/proc/net/dev', 'utf8'), /node0:/);
  });
});
