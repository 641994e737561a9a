// What is done with a cluster that is up.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from './finished.mjs';
import { forward } from './forward.mjs';
import { CONTAINERD_SOCKET, filesIn } from './layout.mjs';
import { SetUpError } from '../progress.mjs';

/** @typedef {import('./finished.mjs').Finished} Finished */
/** @typedef {import('./finished.mjs').RunOptions} RunOptions */

/**
 * @typedef {object} Cluster
 * @property {'api' | 'node'} tier
 * @property {string} state its folder; other processes reach the cluster with it, as long as this one lives
 * @property {string} kubeconfig path; its address is one that this process reaches
 * @property {string} logs folder with a log of each part, until the cluster stops
 * @property {(command: string, args: readonly string[], options?: RunOptions) => Promise<Finished>} run runs a program
 *   inside the cluster's network, with a KUBECONFIG that is right there; on the api tier that is this machine's
 * @property {(...args: string[]) => Promise<Finished>} kubectl
 * @property {(...args: string[]) => Promise<Finished>} helm
 * @property {(manifests: string, ...args: string[]) => Promise<Finished>} apply `kubectl apply -f -`
 * @property {(archive: string) => Promise<void>} load gives the node the images of an archive (`docker save` or OCI)
 * @property {(host: string, port: number) => Promise<{ port: number, close: () => Promise<void> }>} forward gives an
 *   address inside, such as a Service's, a port of this machine
 */

/**
 * The cluster that another process has brought up.
 * @param {string} state its state folder
 * @returns {Cluster}
 */
export function attachCluster(state) {
  return clusterHandle(JSON.parse(readFileSync(filesIn(state).shared, 'utf8')));
}

/**
 * @param {object} shared what the one that brought the cluster up tells others
 * @returns {Cluster}
 */
export function clusterHandle({ state, tier, kube, env, helm, enter }) {
  const files = filesIn(state);
  const outside = { KUBECONFIG: files.hostKubeconfig };
  const helmFolders = Object.fromEntries(
    ['CACHE', 'CONFIG', 'DATA'].map((name) => [`HELM_${name}_HOME`, join(state, 'helm', name.toLowerCase())]),
  );
  const run = (command, args, options = {}) => {
    const [first, ...rest] = [...enter, command, ...args];
    return finished(first, rest, {
      ...options,
      env: { ...env, KUBECONFIG: files.kubeconfig, ...options.env },
    });
  };
  const load = async (archive) => {
    const args = ['--address', CONTAINERD_SOCKET, '--namespace', 'k8s.io', 'images', 'import', archive];
    const { status, stderr } = await run('ctr', args);
    if (status !== 0) throw new SetUpError(`${archive} cannot be loaded:\n${stderr}`);
  };
  return {
    tier,
    state,
    kubeconfig: files.hostKubeconfig,
    logs: files.logs,
    run,
    load,
    kubectl: (...args) => finished(kube, ['kubectl', ...args], { env: outside }),
    apply: (input, ...args) =>
      finished(kube, ['kubectl', 'apply', '-f', '-', ...args], { env: outside, input }),
    helm: (...args) => finished(helm, args, { env: { ...outside, ...helmFolders } }),
    forward: async (host, port) =>
      tier === 'node' ? forward(files.door, host, port) : { port, close: () => Promise.resolve() },
  };
}
