// Where things are inside a cluster: addresses, ports, and the files of its state folder.
import { join } from 'node:path';

export const NODE = 'node1';
export const NODE_ADDRESS = '10.250.0.1';
export const POD_ADDRESSES = '10.244.0.0/24';
export const SERVICE_ADDRESSES = '10.96.0.0/16';
/** The first of the Services' addresses is the API server's own. */
export const API_ADDRESS = '10.96.0.1';
/** As in `manifests/coredns.yaml`. */
export const DNS_ADDRESS = '10.96.0.10';

/** On the node tier, which has a network of its own; the api tier takes free ports of the machine. */
export const NODE_PORTS = { api: 6443, etcd: 2379, etcdPeer: 2380 };

/** In the node's own /run. */
export const CONTAINERD_SOCKET = '/run/containerd/containerd.sock';

/** @param {string} state the cluster's state folder */
export function filesIn(state) {
  return {
    plan: join(state, 'plan.json'),
    /** Process id of the keeper. */
    keeper: join(state, 'keeper.pid'),
    /** What other processes need to reach the cluster. */
    shared: join(state, 'shared.json'),
    logs: join(state, 'log'),
    keys: join(state, 'keys'),
    etcd: join(state, 'etcd'),
    /** For programs inside the cluster's network. */
    kubeconfig: join(state, 'kubeconfig'),
    /** For programs on this machine. */
    hostKubeconfig: join(state, 'kubeconfig-host'),
    kubelet: join(state, 'kubelet'),
    kubeletConfig: join(state, 'kubelet.yaml'),
    containerd: join(state, 'containerd'),
    containerdConfig: join(state, 'containerd.toml'),
    network: join(state, 'cni'),
    podLogs: join(state, 'pod-logs'),
    resolver: join(state, 'resolv.conf'),
    hosts: join(state, 'hosts'),
    /** Through which connections come in; see forwarder.mjs. */
    door: join(state, 'door'),
  };
}
