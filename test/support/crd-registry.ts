import { API_GROUP } from '../../src/config/api/v1alpha1/custom-resources.js';
import type { CleanUp } from './clean-up.js';
import type { Cluster } from './cluster.js';
import { CRD_FOLDER } from './custom-resource-definitions.js';
import { CHART, RELEASE, SERVICE } from './gateway-release.js';
import { LARGE, SMALL } from './model-pods.js';

const API_VERSION = `${API_GROUP}/v1alpha1`;
const VALUES = {
  registry: { source: 'crd' },
  dragoman: { resources: { requests: { cpu: '50m', memory: '256Mi' } } },
  envoy: { resources: { requests: { cpu: '50m', memory: '64Mi' } } },
};

/**
 * Installs the chart with `registry.source: crd`, and waits for nothing: there are no resources yet. The test's end takes
 * the definitions away, too, which the chart leaves.
 *
 * @returns base URL of the release's Service
 */
export async function crdRegistry(
  cluster: Cluster,
  cleanUp: CleanUp,
  namespace: string,
  replicas: number,
): Promise<string> {
  cleanUp.add(async () => {
    await cluster.kubectl('delete', '-f', CRD_FOLDER, '--ignore-not-found', '--wait=false');
  });
  const values = JSON.stringify({ ...VALUES, replicas });
  await cluster.helm('install', RELEASE, CHART, '-n', namespace, '--set-json', values);
  await cluster.kubectl('wait', '--for=condition=Established', '--timeout=60s', '-f', CRD_FOLDER);
  const address = await cluster.kubectl(
    ...['get', '-n', namespace, `service/${SERVICE}`, '-o', 'jsonpath={.spec.clusterIP}'],
  );
  const { port, close } = await cluster.forward(address, 80);
  cleanUp.add(close);
  return `http://127.0.0.1:${port}`;
}

/** The two models of the cluster's tests as a custom resource. */
export function modelPool(byDefault: string): object {
  const models = [
    { name: 'small', url: 'http://vllm-small:8000/v1', model: SMALL },
    { name: 'large', url: 'http://vllm-large:8000/v1', model: LARGE },
  ];
  return {
    ...{ apiVersion: API_VERSION, kind: 'ModelPool', metadata: { name: 'pool' } },
    spec: { default: byDefault, models },
  };
}

/** The route of prompts that say hello. */
export function greetings(target: string): object {
  return {
    ...{ apiVersion: API_VERSION, kind: 'Route', metadata: { name: 'greetings' } },
    spec: { match: [{ keywords: ['hello'] }], target },
  };
}
