import type { Struct__Output } from '../gen/google/protobuf/Struct.js';
import type { StructObject } from './struct.js';

/** The clusters of a chain in the shape that Envoy's `priority_group` cluster specifier reads: one group an attempt. */
export function toChain(clusters: readonly string[]): StructObject {
  return {
    priority_groups: clusters.map((cluster) => ({
      name: cluster,
      clusters: [{ cluster_name: cluster, weight: 1 }],
    })),
  };
}

/** The clusters that {@link toChain} wrote; empty where there are none. */
export function readChain(struct: Struct__Output | undefined): readonly string[] {
  const groups = struct?.fields?.['priority_groups']?.listValue?.values ?? [];
  return groups.flatMap(({ structValue }) => structValue?.fields?.['name']?.stringValue ?? []);
}
