// What kubelet, containerd and the CNI plugins read.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONTAINERD_SOCKET, DNS_ADDRESS, NODE, NODE_ADDRESS, POD_ADDRESSES, filesIn } from './layout.mjs';

/**
 * @param {string} state the cluster's state folder
 * @param {string} plugins folder of the CNI plugins
 */
export function writeNodeFiles(state, plugins) {
  const files = filesIn(state);
  for (const folder of [files.kubelet, files.containerd, files.network, files.podLogs]) mkdirSync(folder);
  writeFileSync(files.hosts, `127.0.0.1 localhost\n${NODE_ADDRESS} ${NODE}\n`);
  writeFileSync(files.resolver, `nameserver ${DNS_ADDRESS}\n`);
  writeFileSync(files.kubeletConfig, JSON.stringify(kubeletConfig(files), null, 2));
  writeFileSync(files.containerdConfig, containerdConfig(files, plugins));
  writeFileSync(join(files.network, '10-pods.conflist'), JSON.stringify(podNetwork(), null, 2));
}

/** https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/ */
function kubeletConfig(files) {
  return {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    containerRuntimeEndpoint: `unix://${CONTAINERD_SOCKET}`,
    cgroupDriver: 'cgroupfs',
    failCgroupV1: false,
    failSwapOn: false,
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: join(files.keys, 'ca.crt') },
    },
    authorization: { mode: 'Webhook' },
    clusterDomain: 'cluster.local',
    clusterDNS: [DNS_ADDRESS],
    resolvConf: files.resolver,
    podCIDR: POD_ADDRESSES,
    podLogsDir: files.podLogs,
    // The machine's memory is not the cluster's to divide.
    enforceNodeAllocatable: [],
    makeIPTablesUtilChains: false,
    // Images are loaded by hand: none may be collected, and a full disk of the machine is none of the pods' business.
    imageGCHighThresholdPercent: 100,
    evictionHard: {
      'memory.available': '100Mi',
      'nodefs.available': '1%',
      'nodefs.inodesFree': '1%',
      'imagefs.available': '1%',
    },
    nodeStatusUpdateFrequency: '5s',
    // How soon a changed ConfigMap reaches a pod; a minute by default.
    syncFrequency: '5s',
    serializeImagePulls: false,
  };
}

/** https://github.com/containerd/containerd/blob/release/1.6/docs/cri/config.md */
function containerdConfig(files, plugins) {
  const unused = ['btrfs', 'zfs', 'devmapper', 'aufs'].map((name) => `io.containerd.snapshotter.v1.${name}`);
  const cri = 'plugins."io.containerd.grpc.v1.cri"';
  return `version = 2
root = ${JSON.stringify(files.containerd)}
state = "/run/containerd"
# A machine may lack the right to lower it, and this one line would end containerd.
oom_score = 0
disabled_plugins = ${JSON.stringify([...unused, 'io.containerd.internal.v1.opt'])}
[grpc]
  address = "${CONTAINERD_SOCKET}"
[${cri}]
  sandbox_image = "localhost/pause:1"
  disable_apparmor = true
  # The same for containers: without CAP_SYS_RESOURCE runc can only raise it.
  restrict_oom_score_adj = true
  [${cri}.containerd]
    snapshotter = "overlayfs"
    default_runtime_name = "runc"
    [${cri}.containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
      [${cri}.containerd.runtimes.runc.options]
        SystemdCgroup = false
  [${cri}.cni]
    bin_dir = ${JSON.stringify(plugins)}
    conf_dir = ${JSON.stringify(files.network)}
`;
}

/**
 * A pair of interfaces for each pod, and a route: what goes from pod to pod is forwarded by the node, never switched, so
 * neither a bridge nor br_netfilter is needed, and the node's rules see every packet.
 */
function podNetwork() {
  const ipam = {
    type: 'host-local',
    dataDir: '/run/pod-addresses',
    ranges: [[{ subnet: POD_ADDRESSES }]],
    routes: [{ dst: '0.0.0.0/0' }],
  };
  return { cniVersion: '0.4.0', name: 'pods', plugins: [{ type: 'ptp', ipMasq: false, ipam }] };
}
