// Whom a NetworkPolicy means, as addresses. https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/

/**
 * Whether labels meet a label selector; an empty one meets all.
 * @param {{ matchLabels?: object, matchExpressions?: readonly object[] } | undefined} selector
 * @param {Record<string, string>} labels
 */
export function selects({ matchLabels = {}, matchExpressions = [] } = {}, labels = {}) {
  const wanted = Object.entries(matchLabels).every(([key, value]) => labels[key] === value);
  return wanted && matchExpressions.every((expression) => meets(expression, labels));
}

function meets({ key, operator, values = [] }, labels) {
  switch (operator) {
    case 'In':
      return values.includes(labels[key]);
    case 'NotIn':
      return !values.includes(labels[key]);
    case 'Exists':
      return key in labels;
    default:
      return !(key in labels);
  }
}

const isIPv4 = (range) => !range.includes(':');

/**
 * @param {object} peer one entry of a rule's `from` or `to`
 * @param {string} namespace the policy's own
 * @param {{ pods: readonly object[], namespaces: readonly object[] }} cluster
 * @returns {{ within: readonly string[], except: readonly string[] }} addresses, or ranges of them
 */
export function addressesOf(peer, namespace, cluster) {
  if (peer.ipBlock) {
    const { cidr, except = [] } = peer.ipBlock;
    return { within: [cidr].filter(isIPv4), except: except.filter(isIPv4) };
  }
  const namespaces = peer.namespaceSelector
    ? cluster.namespaces
        .filter(({ metadata }) => selects(peer.namespaceSelector, metadata.labels))
        .map(({ metadata }) => metadata.name)
    : [namespace];
  const within = cluster.pods
    .filter((pod) => namespaces.includes(pod.metadata.namespace))
    .filter((pod) => selects(peer.podSelector, pod.metadata.labels))
    .map((pod) => pod.status.podIP);
  return { within, except: [] };
}
