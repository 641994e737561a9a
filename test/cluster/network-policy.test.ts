import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openNode, type Cluster } from '../support/cluster.js';
import { createCleanUp } from '../support/clean-up.js';
import { ANSWERING, nodePod, restrictedNamespace, serviceOf } from '../support/node-pod.js';
import { until } from '../support/until.js';

const NAMESPACE = 'policy-test';
/** Asks the Service over a new connection whenever it is asked itself, for policies leave open connections alone. */
const ASKING = `import { createServer, get } from 'node:http';
const web = { host: 'web.${NAMESPACE}.svc.cluster.local', agent: false, timeout: 2000 };
createServer((request, response) => {
  const asked = get(web, (answer) => answer.resume().once('end', () => response.end('ok')));
  asked.once('timeout', () => asked.destroy(new Error('timeout')));
  asked.once('error', () => response.end('nothing'));
}).listen(8080);`;

describe('a network policy', () => {
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
      nodePod({ name: 'friend', namespace: NAMESPACE, script: ASKING, port: 8080 }),
      nodePod({ name: 'stranger', namespace: NAMESPACE, script: ASKING, port: 8080 }),
    ]);
    await cluster.kubectl('wait', '-n', NAMESPACE, '--for=condition=Ready', 'pod', '--all', '--timeout=120s');
  });
  after(() => cleanUp.run());

  const asks = async (name: string): Promise<string> => {
    const address = await cluster.kubectl(
      'get',
      '-n',
      NAMESPACE,
      `pod/${name}`,
      '-o',
      'jsonpath={.status.podIP}',
    );
    const { port, close } = await cluster.forward(address, 8080);
    try {
      return await (await fetch(`http://127.0.0.1:${port}`, { headers: { connection: 'close' } })).text();
    } finally {
      await close();
    }
  };

  it('lets through whom it names, and nobody else', async () => {
    // A pod is ready some time before its Service leads to it.
    await until('both get through', async () =>
      `${await asks('friend')} ${await asks('stranger')}` === 'ok ok' ? 'both' : '',
    );
    await cluster.apply([onlyFriends()]);
    await until('the stranger is kept out', async () =>
      (await asks('stranger')) === 'nothing' ? 'kept out' : '',
    );
    assert.equal(await asks('friend'), 'ok');
    await cluster.kubectl('delete', '-n', NAMESPACE, 'networkpolicy/web');
    await until('the stranger is let in again', async () =>
      (await asks('stranger')) === 'ok' ? 'let in' : '',
    );
  });

  it('closes the way out but to the names and to whom it allows', async () => {
    await cluster.apply([nothingOut('friend'), namesOut('friend')]);
    await until('the friend cannot get out', async () =>
      (await asks('friend')) === 'nothing' ? 'closed' : '',
    );
    assert.equal(await asks('stranger'), 'ok');
    await cluster.apply([toWeb('friend')]);
    await until('the way out is open', async () => ((await asks('friend')) === 'ok' ? 'open' : ''));
  });
});

const policy = (name: string, app: string, spec: object): object => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name, namespace: NAMESPACE },
  spec: { podSelector: { matchLabels: { app } }, ...spec },
});

const onlyFriends = (): object =>
  policy('web', 'web', {
    policyTypes: ['Ingress'],
    ingress: [{ from: [{ podSelector: { matchLabels: { app: 'friend' } } }], ports: [{ port: 8080 }] }],
  });

const nothingOut = (app: string): object => policy('nothing-out', app, { policyTypes: ['Egress'] });

const namesOut = (app: string): object => {
  const names = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } } };
  return policy('names-out', app, {
    policyTypes: ['Egress'],
    egress: [{ to: [names], ports: [{ port: 5353, protocol: 'UDP' }] }],
  });
};

const toWeb = (app: string): object =>
  policy('to-web', app, {
    policyTypes: ['Egress'],
    egress: [
      { to: [{ podSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['web'] }] } }] },
    ],
  });
