/** How data files call prompts that belong to no route, unless a route has that name. */
export const OUT_OF_SCOPE = 'oos';

/** The route that a label names; `null` for a prompt that belongs to none, `undefined` for a name of nothing. */
export function routeOfLabel(label: string | null, routes: ReadonlySet<string>): string | null | undefined {
  if (label !== null && routes.has(label)) return label;
  return label === null || label === OUT_OF_SCOPE ? null : undefined;
}
