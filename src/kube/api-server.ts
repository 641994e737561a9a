import { existsSync } from 'node:fs';
import type * as ClientNode from '@kubernetes/client-node';
import { DragomanError } from '../errors.js';

/** The API server of a cluster, as whom we may ask it. */
export interface ApiServer {
  /** Such as `https://10.96.0.1:443`. */
  readonly address: string;
  readonly client: typeof ClientNode;
  readonly config: ClientNode.KubeConfig;
  readonly groups: ClientNode.ApisApi;
  /** For objects of any group, ours and Kubernetes' own, as plain data. */
  readonly objects: ClientNode.CustomObjectsApi;
}

/** Longest wait for an answer, in milliseconds; a hundred resources of 1 MB take some seconds. */
const DEADLINE_MS = 20_000;

const TOKEN_FILE = '/var/run/secrets/kubernetes.io/serviceaccount/token';

/**
 * Prepares to ask the API server that `KUBECONFIG` names, else, in a pod, the one of its cluster as the pod's service
 * account, whose token and certificates are read again as they are rotated. Sends nothing yet. The client is imported only
 * here: it takes a second and some 80 MB.
 *
 * @throws {DragomanError} `kubernetes_unavailable` when no API server is known
 */
export async function connectApiServer(
  environment: NodeJS.ProcessEnv,
  deadlineMs = DEADLINE_MS,
): Promise<ApiServer> {
  const { kubeconfig, inCluster } = findApiServer(environment);
  const client = await import('@kubernetes/client-node');
  const config = new client.KubeConfig();
  try {
    if (inCluster) config.loadFromCluster();
    else config.loadFromFile(kubeconfig);
  } catch (error) {
    throw unavailable(`${kubeconfig} is no kubeconfig: ${error instanceof Error ? error.message : ''}`);
  }
  const address = config.getCurrentCluster()?.server;
  if (address === undefined) throw unavailable(`${kubeconfig} has no current context with a cluster`);
  return apiServer(client, config, address, deadlineMs);
}

/**
 * Where {@link connectApiServer} learns of the API server; reads nothing and imports nothing.
 *
 * @throws {DragomanError} `kubernetes_unavailable` when no API server is known
 */
export function findApiServer(environment: NodeJS.ProcessEnv): {
  readonly kubeconfig: string;
  readonly inCluster: boolean;
} {
  const kubeconfig = environment['KUBECONFIG'] ?? '';
  const inCluster = kubeconfig === '' && environment['KUBERNETES_SERVICE_HOST'] !== undefined;
  if (kubeconfig === '' && !inCluster) {
    throw unavailable(
      'no API server is known: set KUBECONFIG, or run in a pod with the token of a service account',
    );
  }
  if (inCluster && !existsSync(TOKEN_FILE)) {
    throw unavailable(`the pod has no token of a service account: mount one at ${TOKEN_FILE}`);
  }
  return { kubeconfig, inCluster };
}

function apiServer(
  client: typeof ClientNode,
  config: ClientNode.KubeConfig,
  address: string,
  deadlineMs: number,
): ApiServer {
  const asked = client.createConfiguration({
    baseServer: new client.ServerConfiguration(address, {}),
    authMethods: { default: config },
    promiseMiddleware: [
      {
        pre: (request) => {
          request.setSignal(AbortSignal.timeout(deadlineMs));
          return Promise.resolve(request);
        },
        post: (response) => Promise.resolve(response),
      },
    ],
  });
  return {
    ...{ address, client, config },
    groups: new client.ApisApi(asked),
    objects: new client.CustomObjectsApi(asked),
  };
}

function unavailable(message: string): DragomanError {
  return new DragomanError('kubernetes_unavailable', message);
}
