import { API_GROUP } from '../../config/api/v1alpha1/custom-resources.js';
import { KINDS, type Kind } from '../../config/schemas.js';
import { sayKindsFault } from '../api-fault.js';
import type { ApiServer } from '../api-server.js';
import { followKind, type FollowTimes } from './follow-kind.js';
import { compareResources, pluralOf, readResource, type Resource } from './resource.js';

export interface ResourceHooks {
  /** All resources of the three kinds, in order, once all are known and after each change. */
  readonly onResources: (resources: readonly Resource[]) => void;
  /** They are not followed any more; told once for each reason, while it is tried again. */
  readonly onLost: (line: string) => void;
  /** They are followed again. */
  readonly onFound: () => void;
}

export interface FollowedResources {
  /** Whether all three kinds are followed just now. */
  readonly isConnected: boolean;
  stop(): Promise<void>;
}

/** Changes that come together are told together: after this pause, and at the latest after that time, in milliseconds. */
const [SETTLE_MS, LONGEST_MS] = [150, 1_500];

/** Follows all custom resources of a namespace. */
export function followResources(
  api: ApiServer,
  namespace: string,
  hooks: ResourceHooks,
  times: Partial<FollowTimes> = {},
): FollowedResources {
  const lists = new Map<Kind, () => readonly unknown[]>();
  const lost = new Set<Kind>();
  /** Lines of this outage. */
  const told = new Set<string>();
  const settled = settle(() => {
    if (lists.size < KINDS.length) return;
    const all = [...lists].flatMap(([kind, list]) => list().flatMap((object) => read(kind, object)));
    hooks.onResources(all.sort(compareResources));
  });
  const read = rememberingReader();
  const tellLost = async (kind: Kind, error: unknown): Promise<void> => {
    const call = { verb: 'list', resource: `${pluralOf(kind)}.${API_GROUP}`, namespace };
    lost.add(kind);
    const line = await sayKindsFault(error, call, api);
    if (!lost.has(kind) || told.has(line)) return;
    told.add(line);
    hooks.onLost(line);
  };
  const followed = KINDS.map((kind) =>
    followKind(
      api,
      { kind, namespace },
      {
        onObjects: (list) => {
          lists.set(kind, list);
          if (lost.delete(kind) && lost.size === 0) {
            if (told.size > 0) hooks.onFound();
            told.clear();
          }
          settled.soon();
        },
        onLost: (error) => void tellLost(kind, error),
      },
      times,
    ),
  );
  return {
    get isConnected() {
      return lists.size === KINDS.length && lost.size === 0;
    },
    async stop() {
      settled.cancel();
      await Promise.all(followed.map((one) => one.stop()));
      settled.cancel();
    },
  };
}

/** Reads each object once: the informer keeps one as long as it does not change. */
function rememberingReader(): (kind: Kind, object: unknown) => Resource[] {
  const known = new WeakMap<object, Resource[]>();
  return (kind, object) => {
    if (typeof object !== 'object' || object === null) return [];
    const before = known.get(object);
    if (before !== undefined) return before;
    const resource = readResource(kind, object);
    const resources = resource === undefined ? [] : [resource];
    known.set(object, resources);
    return resources;
  };
}

function settle(step: () => void): { soon(): void; cancel(): void } {
  let timer: NodeJS.Timeout | undefined;
  let latest = 0;
  const cancel = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };
  return {
    soon() {
      const now = Date.now();
      if (timer === undefined) latest = now + LONGEST_MS;
      cancel();
      timer = setTimeout(
        () => {
          timer = undefined;
          step();
        },
        Math.max(0, Math.min(SETTLE_MS, latest - now)),
      );
    },
    cancel,
  };
}
