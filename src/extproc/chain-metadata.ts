import type { StructObject, StructValue } from './wire/struct.js';

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
export function readChain(struct: StructObject | undefined): readonly string[] {
  const groups = struct?.['priority_groups'];
  return isList(groups) ? groups.flatMap((group) => nameOf(group) ?? []) : [];
}

function nameOf(group: StructValue): string | undefined {
  if (typeof group !== 'object' || group === null || isList(group)) return undefined;
  const { name } = group as { readonly name?: StructValue };
  return typeof name === 'string' ? name : undefined;
}

function isList(value: StructValue | undefined): value is readonly StructValue[] {
  return Array.isArray(value);
}
