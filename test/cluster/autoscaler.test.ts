import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openNode, type Cluster } from '../support/cluster.js';
import { createCleanUp } from '../support/clean-up.js';
import { nodePod, restrictedNamespace } from '../support/node-pod.js';
import { until } from '../support/until.js';

const NAMESPACE = 'autoscaler-test';
const LABELS = { app: 'busy' };
const BUSY = 'for (;;) for (const end = Date.now() + 80; Date.now() < end; ) ; ';

describe('the horizontal autoscaler', () => {
  const cleanUp = createCleanUp();
  let cluster: Cluster;

  before(async () => {
    cluster = await openNode();
    cleanUp.add(() => cluster.stop());
    cleanUp.add(async () => {
      await cluster.kubectl('delete', 'namespace', NAMESPACE, '--wait=false');
    });
    await cluster.apply([restrictedNamespace(NAMESPACE), deployment(), autoscaler()]);
  });
  after(() => cleanUp.run());

  it('reads how busy the pods are, and adds one', async () => {
    const use = await until('a measured use', () =>
      cluster.kubectl('get', '-n', NAMESPACE, 'hpa/busy', '-o', `jsonpath={${CURRENT}}`),
    );
    assert.ok(Number(use) > 50, `it uses ${use} % of what it asks for`);
    await until('a second pod', async () => {
      const replicas = await cluster.kubectl(
        'get',
        '-n',
        NAMESPACE,
        'deploy/busy',
        '-o',
        'jsonpath={.spec.replicas}',
      );
      return replicas === '2' ? replicas : '';
    });
  });

  it('shows the use of each pod', async () => {
    const lines = await cluster.kubectl('top', 'pods', '-n', NAMESPACE, '--no-headers');
    assert.match(lines, /^busy-\S+ +\d+m +\d+Mi/);
  });
});

const CURRENT = '.status.currentMetrics[0].resource.current.averageUtilization';

function deployment(): object {
  const pod = nodePod({ name: 'busy', namespace: NAMESPACE, script: BUSY, labels: LABELS, cpu: '20m' });
  const { spec } = pod as { readonly spec: object };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'busy', namespace: NAMESPACE },
    spec: {
      selector: { matchLabels: LABELS },
      template: { metadata: { labels: LABELS }, spec: { ...spec, restartPolicy: 'Always' } },
    },
  };
}

function autoscaler(): object {
  const target = { type: 'Utilization', averageUtilization: 50 };
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'busy', namespace: NAMESPACE },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'busy' },
      maxReplicas: 2,
      metrics: [{ type: 'Resource', resource: { name: 'cpu', target } }],
    },
  };
}
