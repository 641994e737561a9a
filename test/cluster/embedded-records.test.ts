import assert from 'node:assert/strict';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { ask, chat } from '../support/ask.js';
import { askAdmin } from '../support/ask-admin.js';
import { createCleanUp } from '../support/clean-up.js';
import { openNode, type Cluster } from '../support/cluster.js';
import { CHART, installGateway, openNamespace, type GatewayRelease } from '../support/gateway-release.js';
import { until } from '../support/until.js';

const NAMESPACE = 'embedded-test';
const CLASS = 'embedded-test';
const TOKEN = 'a-token-of-the-test';
/** Of Dragoman in its image; a volume that is a folder of the node keeps its owner. */
const DRAGOMAN = 65_532;
const VALUES = {
  records: { store: 'embedded', embedded: { storageClassName: CLASS, size: '1Gi' } },
  admin: { tokenSecret: { name: 'admin' } },
};

describe('records on a volume', () => {
  const cleanUp = createCleanUp();
  let cluster: Cluster;
  let release: GatewayRelease;

  before(async () => {
    cluster = await openNode();
    cleanUp.add(() => cluster.stop());
    const path = mkdtempSync(join(tmpdir(), 'records-'));
    cleanUp.add(() => {
      rmSync(path, { recursive: true });
    });
    chownSync(path, DRAGOMAN, DRAGOMAN);
    cleanUp.add(async () => {
      await cluster.kubectl('delete', 'persistentvolume', CLASS, '--wait=false');
    });
    await openNamespace(cluster, cleanUp, NAMESPACE);
    await cluster.apply([
      {
        ...{ apiVersion: 'v1', kind: 'PersistentVolume', metadata: { name: CLASS } },
        spec: {
          ...{ storageClassName: CLASS, capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'] },
          ...{ persistentVolumeReclaimPolicy: 'Retain', hostPath: { path, type: 'Directory' } },
        },
      },
      {
        ...{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'admin', namespace: NAMESPACE } },
        stringData: { token: TOKEN },
      },
    ]);
  });
  after(() => cleanUp.run());

  it('are refused by the chart for more than one replica', async () => {
    const more = ['--set', 'replicas=2,records.store=embedded'];
    const { status, stderr } = await cluster.tryHelm('install', 'two', CHART, '-n', NAMESPACE, ...more);
    assert.equal(status, 1);
    assert.match(stderr, /records\.store: embedded is for one replica, and replicas is 2: set replicas to 1/);
  });

  it('are there again in the pod that comes after a deleted one', async () => {
    release = await installGateway(cluster, cleanUp, { namespace: NAMESPACE, values: VALUES });
    const answer = await ask(release.url, chat('tell me a joke about penguins'));
    assert.equal(answer.status, 200);
    const isKnown = async (): Promise<string> => {
      const [pod] = await release.pods();
      if (pod === undefined) return '';
      const { port } = await release.forward(pod.address, 9902);
      const headers = { authorization: `Bearer ${TOKEN}` };
      const { status } = await askAdmin(port, `/decisions/${answer.decision ?? ''}`, { headers });
      return status === 200 ? pod.name : '';
    };
    const first = await until('the decision is kept', isKnown);
    await release.kubectl('delete', 'pod', first, '--timeout=120s');
    assert.notEqual(await until('the next pod knows it', isKnown), first);
  });
});
