// NetworkPolicies as rules of nftables.
import { addressesOf, selects } from './peers.mjs';

export const TABLE = 'network_policy';

/** In both ways: what a policy speaks of, whose address is the pod's, and whose is the other's. */
const WAYS = [
  { type: 'Ingress', rules: 'ingress', peers: 'from', pod: 'daddr', other: 'saddr' },
  { type: 'Egress', rules: 'egress', peers: 'to', pod: 'saddr', other: 'daddr' },
];

/**
 * The whole table, as `nft -f` reads it. It takes the place of the one before in one step. Rules see a Service's traffic
 * after its address became a pod's. What answers is always let through, and so is the node itself, as Kubernetes asks.
 * @param {{ pods: readonly object[], namespaces: readonly object[], policies: readonly object[] }} cluster lists of the API
 */
export function rulesOf(cluster) {
  const pods = cluster.pods.filter(
    ({ spec, status }) => status.podIP && !spec.hostNetwork && !isOver(status),
  );
  const known = { ...cluster, pods };
  const chains = [];
  const jumps = [];
  for (const way of WAYS) {
    for (const pod of pods) {
      const policies = cluster.policies.filter((policy) => isolates(policy, pod, way));
      if (policies.length === 0) continue;
      const name = `${way.rules}_${pod.metadata.uid.replaceAll('-', '_')}`;
      jumps.push({ way, text: `ip ${way.pod} ${pod.status.podIP} jump ${name}` });
      const allowed = policies.flatMap((policy) => allowedBy(policy, pod, way, known));
      chains.push(chain(name, [...allowed.map((match) => `${match} return`.trim()), 'drop']));
    }
  }
  const all = jumps.map(({ text }) => text);
  const out = jumps.filter(({ way }) => way.type === 'Egress').map(({ text }) => text);
  return [
    `table ip ${TABLE} {}`,
    `delete table ip ${TABLE}`,
    `table ip ${TABLE} {`,
    ...chains,
    chain('forward', [...hook('forward'), ...all]),
    // Not from pod to pod, but to the node, where the API server is.
    chain('input', [...hook('input'), ...out]),
    '}',
    '',
  ].join('\n');
}

const isOver = ({ phase }) => phase === 'Succeeded' || phase === 'Failed';
const chain = (name, lines) => [`  chain ${name} {`, ...lines.map((line) => `    ${line}`), '  }'].join('\n');
const hook = (name) => [
  `type filter hook ${name} priority 0; policy accept;`,
  'ct state established,related accept',
];

function isolates({ metadata, spec }, pod, { type }) {
  if (metadata.namespace !== pod.metadata.namespace || !spec.policyTypes.includes(type)) return false;
  return selects(spec.podSelector, pod.metadata.labels);
}

function allowedBy({ metadata, spec }, pod, way, cluster) {
  return (spec[way.rules] ?? []).flatMap((rule) => {
    const peers = rule[way.peers] ?? [];
    if (peers.length === 0) return portsOf(rule, way, [pod]);
    return peers.flatMap((peer) => {
      const { within, except } = addressesOf(peer, metadata.namespace, cluster);
      if (within.length === 0) return [];
      const listening =
        way.type === 'Ingress' ? [pod] : cluster.pods.filter(({ status }) => within.includes(status.podIP));
      const match = `ip ${way.other} { ${within.join(', ')} }`;
      const unless = except.length === 0 ? '' : ` ip ${way.other} != { ${except.join(', ')} }`;
      return portsOf(rule, way, listening).map((port) => `${match}${unless} ${port}`.trim());
    });
  });
}

/** An empty text stands for every port. Names are those of the pods that listen. */
function portsOf({ ports = [] }, way, listening) {
  if (ports.length === 0) return [''];
  return ports.flatMap(({ protocol = 'TCP', port, endPort }) => {
    const name = protocol.toLowerCase();
    if (port === undefined) return [`meta l4proto ${name}`];
    if (typeof port === 'number')
      return [`${name} dport ${endPort === undefined ? port : `${port}-${endPort}`}`];
    const numbers = new Set(listening.flatMap((pod) => numbersOf(pod, port, protocol)));
    return [...numbers].map((number) => `${name} dport ${number}`);
  });
}

function numbersOf({ spec }, name, protocol) {
  return [...(spec.initContainers ?? []), ...spec.containers]
    .flatMap(({ ports = [] }) => ports)
    .filter((port) => port.name === name && (port.protocol ?? 'TCP') === protocol)
    .map(({ containerPort }) => containerPort);
}
