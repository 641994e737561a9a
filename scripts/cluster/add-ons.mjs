// What clusters have beside Kubernetes itself: names, and metrics for the horizontal autoscaler.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetUpError } from '../progress.mjs';

const MANIFESTS = ['coredns.yaml', 'metrics-server.yaml'];
/** Names must work before the first pod asks; the metrics come when they come. */
const WAIT = ['--namespace', 'kube-system', 'rollout', 'status', 'deployment/coredns', '--timeout=120s'];

/**
 * @param {import('./cluster-handle.mjs').Cluster} cluster
 * @throws {SetUpError} when they are refused, or names do not come
 */
export async function installAddOns(cluster) {
  for (const name of MANIFESTS) {
    const manifests = readFileSync(join(import.meta.dirname, 'manifests', name), 'utf8');
    requireOk(name, await cluster.apply(manifests));
  }
  requireOk('CoreDNS', await cluster.kubectl(...WAIT));
}

function requireOk(what, { status, stdout, stderr }) {
  if (status !== 0) throw new SetUpError(`${what} failed in the cluster:\n${stdout}${stderr}`);
}
