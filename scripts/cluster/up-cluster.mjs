// A real Kubernetes of one node, for a test: up in some fifteen seconds, and away with whoever asked for it.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { installAddOns } from './add-ons.mjs';
import { buildPrograms } from './build-programs.mjs';
import { makeCertificates } from './certificates.mjs';
import { clusterHandle } from './cluster-handle.mjs';
import { writeClusterImages } from './cluster-images.mjs';
import { fetchNodeParts } from './fetch-node-parts.mjs';
import { forward } from './forward.mjs';
import { startKeeper } from './start-keeper.mjs';
import { kubeconfig } from './kubeconfig.mjs';
import { API_ADDRESS, NODE_ADDRESS, NODE_PORTS, filesIn } from './layout.mjs';
import { writeNodeFiles } from './node-files.mjs';
import { makeStateFolder } from './state-folder.mjs';
import { fetchHelm } from '../fetch-helm.mjs';
import { cacheDir } from '../paths.mjs';

/** @typedef {import('./cluster-handle.mjs').Cluster} Cluster */

/**
 * @typedef {object} Owner what only the one that brought a cluster up may do
 * @property {(name: string) => Promise<void>} stopPart kills a part, such as `kube-apiserver`
 * @property {(name: string) => Promise<void>} startPart starts it again, and waits until it serves
 * @property {() => Promise<void>} stop takes everything away; the same happens when this process ends in any other way
 */

/**
 * Brings a cluster up, and builds and fetches first what it needs. The api tier is etcd, the API server and the controller
 * manager, on free ports of this machine; it needs no root. The node tier adds a scheduler, a node, names (CoreDNS) and
 * metrics, all in namespaces of its own: the machine's network, mounts and settings stay as they are.
 * @param {object} options
 * @param {'api' | 'node'} options.tier
 * @param {readonly string[]} [options.images] archives that the node has from the start
 * @param {boolean} [options.addOns] whether the node tier has names and metrics; it has by default
 * @returns {Promise<Cluster & Owner>}
 * @throws {import('../progress.mjs').SetUpError} when a part does not come up; says which, and what it wrote last. Ask `clusterUnavailable` before.
 */
export async function upCluster({ tier, images = [], addOns = tier === 'node' }) {
  const programs = await buildPrograms(cacheDir);
  const helm = await fetchHelm(cacheDir);
  const { env, plugins } = tier === 'node' ? await fetchNodeParts(cacheDir) : { env: {}, plugins: '' };
  const own = tier === 'node' ? await writeClusterImages(programs, cacheDir) : [];
  const state = await makeStateFolder(cacheDir);
  const kube = join(programs, 'kube');
  const ports = tier === 'node' ? NODE_PORTS : await freePorts();
  const plan = { state, tier, kube, ports, env, images: [...own, ...images] };
  let keeper;
  try {
    const access = await writeFiles(plan, plugins);
    keeper = await startKeeper(state);
    const files = filesIn(state);
    const api = tier === 'node' ? await forward(files.door, '127.0.0.1', ports.api) : { port: ports.api };
    writeFileSync(files.hostKubeconfig, kubeconfig({ ...access, port: api.port }), { mode: 0o600 });
    const shared = { state, tier, kube, env, helm, enter: keeper.enter };
    const cluster = clusterHandle(shared);
    if (addOns) await installAddOns(cluster);
    writeFileSync(files.shared, JSON.stringify(shared));
    return { ...cluster, ...ownerOf(keeper, api) };
  } catch (error) {
    await keeper?.stop();
    rmSync(state, { recursive: true, force: true });
    throw error;
  }
}

async function writeFiles(plan, plugins) {
  const { state, tier, ports, env } = plan;
  const files = filesIn(state);
  mkdirSync(files.logs);
  const addresses = ['127.0.0.1', API_ADDRESS, NODE_ADDRESS];
  const token = await makeCertificates(files.keys, addresses, env);
  const access = { authority: readFileSync(join(files.keys, 'ca.crt'), 'utf8'), token };
  writeFileSync(files.kubeconfig, kubeconfig({ ...access, port: ports.api }), { mode: 0o600 });
  if (tier === 'node') writeNodeFiles(state, plugins);
  writeFileSync(files.plan, JSON.stringify(plan, null, 2));
  return access;
}

/** @returns {Owner} */
function ownerOf(keeper, api) {
  return {
    stopPart: (name) => keeper.tell(`stop ${name}`),
    startPart: (name) => keeper.tell(`start ${name}`),
    stop: async () => {
      await keeper.stop();
      await api.close?.();
    },
  };
}

/** Free when asked; the parts take them a moment later. */
async function freePorts() {
  const servers = await Promise.all(
    ['api', 'etcd', 'etcdPeer'].map(
      (name) =>
        new Promise((resolve, reject) => {
          const server = createServer().once('error', reject);
          server.listen(0, '127.0.0.1', () => resolve({ name, server, port: server.address().port }));
        }),
    ),
  );
  await Promise.all(servers.map(({ server }) => new Promise((resolve) => server.close(resolve))));
  return Object.fromEntries(servers.map(({ name, port }) => [name, port]));
}
