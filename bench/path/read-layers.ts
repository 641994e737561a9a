const SAMPLE = /^dragoman_decisions_total\{.*?layer="(\w+)".*?\} (\S+)/;

/**
 * Decisions by layer since the start of the process, from its metrics.
 *
 * @param admin base URL of the admin port; `undefined` where no Dragoman is
 */
export async function readLayers(admin: string | undefined): Promise<Readonly<Record<string, number>>> {
  if (admin === undefined) return {};
  const response = await fetch(`${admin}/metrics`);
  const counts: Record<string, number> = {};
  for (const line of (await response.text()).split('\n')) {
    const [, layer, value] = SAMPLE.exec(line) ?? [];
    if (layer !== undefined) counts[layer] = (counts[layer] ?? 0) + Number(value);
  }
  return counts;
}

/** What came since; layers without a decision are left out. */
export function layersSince(
  before: Readonly<Record<string, number>>,
  after: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  const added = Object.entries(after).map(([layer, count]) => [layer, count - (before[layer] ?? 0)] as const);
  return Object.fromEntries(added.filter(([, count]) => count > 0));
}
