import type { MetricReader } from '../../telemetry/metrics/metric-readers.js';
import type { Cluster } from './start-cluster.js';

/** Tells metrics what was told to the cluster, and whether it can be reached. */
export function readCluster({ counts }: { readonly counts: () => Cluster['counts'] }): MetricReader {
  return (collect) => {
    const { resources, events } = counts();
    if (resources !== undefined) {
      collect('resourcesFollowed', resources.isConnected ? 1 : 0);
      collect('statusLeader', resources.isLeader ? 1 : 0);
      collect('queueLength', resources.waiting, { queue: 'status' });
      collect('written', resources.written, { queue: 'status' });
    }
    if (events !== undefined) {
      collect('queueLength', events.waiting, { queue: 'events' });
      collect('written', events.written, { queue: 'events' });
      collect('dropped', events.dropped.full, { queue: 'events', loss: 'full' });
      collect('dropped', events.dropped.failed, { queue: 'events', loss: 'failed' });
    }
  };
}
