import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createCleanUp } from '../support/clean-up.js';
import { openNode, type Cluster } from '../support/cluster.js';
import { startClusterLoad, tellLoad } from '../support/cluster-load.js';
import { SERVICE, installGateway, openNamespace, type GatewayRelease } from '../support/gateway-release.js';
import { until } from '../support/until.js';

const NAMESPACE = 'chart-autoscaler-test';
const VALUES = {
  autoscaling: { enabled: true, minReplicas: 1, maxReplicas: 2, cpuPercent: 60 },
  dragoman: { resources: { requests: { cpu: '100m' } } },
};
/** The chart waits five minutes before it shrinks, which is longer than this test. */
const SHRINK_SOON = { spec: { behavior: { scaleDown: { stabilizationWindowSeconds: 5 } } } };

describe("the chart's autoscaler", () => {
  const cleanUp = createCleanUp();
  let cluster: Cluster;
  let release: GatewayRelease;

  before(async () => {
    cluster = await openNode();
    cleanUp.add(() => cluster.stop());
    await openNamespace(cluster, cleanUp, NAMESPACE);
    release = await installGateway(cluster, cleanUp, { namespace: NAMESPACE, values: VALUES });
    await release.kubectl('patch', 'hpa', SERVICE, '--type=merge', '-p', JSON.stringify(SHRINK_SOON));
  });
  after(() => cleanUp.run());

  const wanted = (): Promise<string> =>
    release.kubectl('get', `deployment/${SERVICE}`, '-o', 'jsonpath={.spec.replicas}');
  const use = (): Promise<string> =>
    release.kubectl(
      ...['get', 'hpa', SERVICE, '-o'],
      'jsonpath={.status.currentMetrics[0].resource.current.averageUtilization}',
    );

  it('adds a pod under load, takes it away after it, and no request is lost', async (t) => {
    await until('one pod is enough for none', async () =>
      Number(await use()) < 60 && (await wanted()) === '1' ? 'one' : '',
    );
    const load = startClusterLoad(release.url, { oneShot: 6 });
    await until('two ready pods', async () => ((await release.pods()).length === 2 ? 'two' : ''));
    t.diagnostic(`with two pods: ${await use()} % of the CPU that is asked for`);
    const budget = await until('the budget allows a pod to go', () =>
      release.kubectl('get', 'pdb', SERVICE, '-o', 'jsonpath={.status.disruptionsAllowed}'),
    );
    const counts = await load.stop();
    tellLoad(t, counts);
    assert.equal(budget, '1');
    assert.deepEqual([counts.lost, counts.answered], [0, counts.sent]);
    await until('one pod again', async () =>
      (await wanted()) === '1' && (await release.pods()).length === 1 ? 'one' : '',
    );
  });
});
