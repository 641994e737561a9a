import type { ConfigView } from '../../../../admin/api/config.js';
import type { StoredRecord } from '../../../../record/stored-record.js';

/** What the registry asked for; `null` where it is not known. */
export interface Bars {
  /** The lead over the runner-up, in [0, 1]. */
  readonly margin: number | null;
  /** The probability that a route asks for, by its name. */
  readonly routes: ReadonlyMap<string, number>;
  /** Whether they are of another registry than the one that decided. */
  readonly areOfAnother: boolean;
}

export const NO_BARS: Bars = { margin: null, routes: new Map(), areOfAnother: false };

/** The bars of the registry in service, which decided or came after. */
export function barsOf(config: ConfigView, { registry }: Pick<StoredRecord, 'registry'>): Bars {
  if (!config.loaded) return NO_BARS;
  const routes = config.routes.flatMap(({ name, bar }) => (bar === null ? [] : [[name, bar] as const]));
  return {
    margin: config.policy.margin,
    routes: new Map(routes),
    areOfAnother: registry !== config.version && registry !== config.experiment?.version,
  };
}
