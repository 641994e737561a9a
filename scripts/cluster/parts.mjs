// The programs that a cluster consists of, with their arguments, in the order in which they start.
import { join } from 'node:path';
import {
  CONTAINERD_SOCKET,
  NODE,
  NODE_ADDRESS,
  POD_ADDRESSES,
  SERVICE_ADDRESSES,
  filesIn,
} from './layout.mjs';

/**
 * @typedef {object} Plan what the keeper is told
 * @property {string} state the cluster's state folder
 * @property {'api' | 'node'} tier
 * @property {string} kube path of the program of all Kubernetes parts
 * @property {{ api: number, etcd: number, etcdPeer: number }} ports
 * @property {Record<string, string>} env with which programs are found and run
 * @property {readonly string[]} images archives that are in the node from the start
 *
 * @typedef {object} Part
 * @property {string} name
 * @property {string} command
 * @property {readonly string[]} args
 * @property {readonly string[]} [ready] a command line that succeeds when the part serves
 * @property {string} [says] what that command must print
 * @property {readonly (readonly string[])[]} [then] command lines that are run when it serves
 */

/** @param {Plan} plan @returns {readonly Part[]} */
export function partsOf(plan) {
  return plan.tier === 'node' ? [...controlPlane(plan), ...node(plan)] : controlPlane(plan);
}

function controlPlane({ state, tier, kube, ports }) {
  const { kubeconfig } = filesIn(state);
  const kubectl = [kube, 'kubectl', '--kubeconfig', kubeconfig];
  const etcd = { name: 'etcd', command: kube, args: ['etcd', ...etcdFlags(state, ports)] };
  const apiserver = {
    name: 'kube-apiserver',
    command: kube,
    args: ['kube-apiserver', ...apiserverFlags(state, tier, ports)],
    ready: [...kubectl, 'get', '--raw', '/readyz'],
  };
  const controllers = {
    name: 'kube-controller-manager',
    command: kube,
    args: ['kube-controller-manager', ...controllerFlags(state)],
    ready: [...kubectl, 'get', 'serviceaccount', 'default'],
  };
  return [etcd, apiserver, controllers];
}

function etcdFlags(state, ports) {
  const clients = `http://127.0.0.1:${ports.etcd}`;
  const peers = `http://127.0.0.1:${ports.etcdPeer}`;
  return [
    `--data-dir=${filesIn(state).etcd}`,
    `--listen-client-urls=${clients}`,
    `--advertise-client-urls=${clients}`,
    `--listen-peer-urls=${peers}`,
    `--initial-advertise-peer-urls=${peers}`,
    `--initial-cluster=default=${peers}`,
    // What it keeps need not outlive the machine's next crash.
    '--unsafe-no-fsync',
    '--log-level=warn',
  ];
}

function apiserverFlags(state, tier, ports) {
  const key = (name) => join(filesIn(state).keys, name);
  return [
    `--etcd-servers=http://127.0.0.1:${ports.etcd}`,
    `--bind-address=${tier === 'node' ? '0.0.0.0' : '127.0.0.1'}`,
    `--advertise-address=${NODE_ADDRESS}`,
    `--secure-port=${ports.api}`,
    `--service-cluster-ip-range=${SERVICE_ADDRESSES}`,
    '--authorization-mode=Node,RBAC',
    '--allow-privileged=true',
    `--token-auth-file=${key('tokens.csv')}`,
    `--tls-cert-file=${key('apiserver.crt')}`,
    `--tls-private-key-file=${key('apiserver.key')}`,
    `--client-ca-file=${key('ca.crt')}`,
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${key('service-accounts.key')}`,
    `--service-account-signing-key-file=${key('service-accounts.key')}`,
    `--requestheader-client-ca-file=${key('ca.crt')}`,
    '--requestheader-allowed-names=aggregator',
    '--requestheader-username-headers=X-Remote-User',
    '--requestheader-group-headers=X-Remote-Group',
    '--requestheader-extra-headers-prefix=X-Remote-Extra-',
    `--proxy-client-cert-file=${key('aggregator.crt')}`,
    `--proxy-client-key-file=${key('aggregator.key')}`,
    // kube-proxy's rules are not asked for what stands behind the API server: it goes to the pods.
    '--enable-aggregator-routing=true',
    '--kubelet-preferred-address-types=InternalIP',
    `--kubelet-client-certificate=${key('kubelet-client.crt')}`,
    `--kubelet-client-key=${key('kubelet-client.key')}`,
    '--shutdown-delay-duration=0s',
  ];
}

/** The horizontal autoscaler looks, and comes down again, within the time of a test. */
function controllerFlags(state) {
  const { kubeconfig, keys } = filesIn(state);
  return [
    `--kubeconfig=${kubeconfig}`,
    '--leader-elect=false',
    '--secure-port=0',
    '--use-service-account-credentials=true',
    `--root-ca-file=${join(keys, 'ca.crt')}`,
    `--service-account-private-key-file=${join(keys, 'service-accounts.key')}`,
    `--cluster-signing-cert-file=${join(keys, 'ca.crt')}`,
    `--cluster-signing-key-file=${join(keys, 'ca.key')}`,
    '--horizontal-pod-autoscaler-sync-period=5s',
    '--horizontal-pod-autoscaler-initial-readiness-delay=5s',
    '--horizontal-pod-autoscaler-cpu-initialization-period=10s',
    '--horizontal-pod-autoscaler-downscale-stabilization=20s',
  ];
}

function node({ state, kube, images }) {
  const files = filesIn(state);
  const containerd = ['ctr', '--address', CONTAINERD_SOCKET];
  const kubectl = [kube, 'kubectl', '--kubeconfig', files.kubeconfig];
  return [
    {
      name: 'kube-scheduler',
      command: kube,
      args: ['kube-scheduler', `--kubeconfig=${files.kubeconfig}`, '--leader-elect=false', '--secure-port=0'],
    },
    {
      name: 'containerd',
      command: 'containerd',
      args: ['--config', files.containerdConfig],
      ready: [...containerd, 'version'],
      then: images.map((archive) => [...containerd, '--namespace', 'k8s.io', 'images', 'import', archive]),
    },
    {
      name: 'kube-proxy',
      command: kube,
      args: ['kube-proxy', ...proxyFlags(files)],
    },
    {
      name: 'network-policy',
      command: process.execPath,
      args: [join(import.meta.dirname, 'network-policy/main.mjs'), files.kubeconfig],
    },
    {
      name: 'kubelet',
      command: kube,
      args: ['kubelet', ...kubeletFlags(files)],
      ready: [
        ...kubectl,
        'get',
        'node',
        NODE,
        '-o',
        'jsonpath={.status.conditions[?(@.type=="Ready")].status}',
      ],
      says: 'True',
    },
    {
      name: 'forwarder',
      command: process.execPath,
      args: [join(import.meta.dirname, 'forwarder.mjs'), files.door],
      ready: ['test', '-S', files.door],
    },
  ];
}

function kubeletFlags(files) {
  return [
    `--config=${files.kubeletConfig}`,
    `--kubeconfig=${files.kubeconfig}`,
    `--node-ip=${NODE_ADDRESS}`,
    `--hostname-override=${NODE}`,
    `--root-dir=${files.kubelet}`,
    `--cert-dir=${join(files.kubelet, 'pki')}`,
  ];
}

/** Connection tracking is set up for the whole machine: it is left as it is. */
function proxyFlags(files) {
  return [
    `--kubeconfig=${files.kubeconfig}`,
    '--proxy-mode=nftables',
    `--cluster-cidr=${POD_ADDRESSES}`,
    `--hostname-override=${NODE}`,
    `--nodeport-addresses=${NODE_ADDRESS}/32`,
    '--conntrack-max-per-core=0',
    '--conntrack-tcp-timeout-established=0',
    '--conntrack-tcp-timeout-close-wait=0',
  ];
}
