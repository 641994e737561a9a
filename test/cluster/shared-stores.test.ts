import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ask, chat } from '../support/ask.js';
import { askAdmin } from '../support/ask-admin.js';
import { createCleanUp } from '../support/clean-up.js';
import { openNode, type Cluster } from '../support/cluster.js';
import { installGateway, openNamespace, type GatewayRelease } from '../support/gateway-release.js';
import { reachMachine } from '../support/reach-machine.js';
import { startPostgres } from '../support/start-postgres.js';
import { startRedis, type RedisServer } from '../support/start-redis.js';
import { until } from '../support/until.js';

const NAMESPACE = 'stores-test';
const TOKEN = 'a-token-of-the-test';
const VALUES = {
  replicas: 2,
  records: { store: 'postgres', postgres: { secretName: 'stores', secretKey: 'records' } },
  sharedCache: { secretName: 'stores', secretKey: 'cache' },
  hashKey: { secretName: 'stores', secretKey: 'hash' },
  admin: { tokenSecret: { name: 'stores', key: 'token' } },
};

describe('two replicas with one store and one cache', () => {
  const cleanUp = createCleanUp();
  let cluster: Cluster;
  let release: GatewayRelease;
  let redis: RedisServer;

  before(async () => {
    cluster = await openNode();
    cleanUp.add(() => cluster.stop());
    const postgres = await startPostgres();
    cleanUp.add(() => postgres.remove());
    redis = await startRedis();
    cleanUp.add(() => redis.remove());
    const records = new URL(postgres.url);
    records.host = await reachMachine(cluster, cleanUp, Number(records.port));
    const cache = `redis://${await reachMachine(cluster, cleanUp, redis.port)}`;
    await openNamespace(cluster, cleanUp, NAMESPACE);
    await cluster.apply([
      {
        ...{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'stores', namespace: NAMESPACE } },
        stringData: { records: records.href, cache, hash: '0123456789abcdef'.repeat(2), token: TOKEN },
      },
    ]);
    release = await installGateway(cluster, cleanUp, { namespace: NAMESPACE, values: VALUES });
  });
  after(() => cleanUp.run());

  it('tell of the decisions of one another, and both use the cache', async () => {
    const pods = await release.pods();
    assert.equal(pods.length, 2);
    for (const pod of pods) {
      const { port } = await release.forward(pod.address, 10000);
      const answer = await ask(`http://127.0.0.1:${port}`, chat('tell me a joke about penguins'));
      assert.equal(answer.status, 200);
      const [other] = pods.filter(({ name }) => name !== pod.name);
      const admin = await release.forward(other?.address ?? '', 9902);
      const headers = { authorization: `Bearer ${TOKEN}` };
      await until(`${other?.name ?? ''} knows the decision of ${pod.name}`, async () => {
        const { status } = await askAdmin(admin.port, `/decisions/${answer.decision ?? ''}`, { headers });
        return status === 200 ? 'known' : '';
      });
    }
    const clients = String(await redis.command('CLIENT', 'LIST')).match(/^id=/gm) ?? [];
    assert.ok(clients.length >= 3, 'both replicas, and who asks');
  });
});
