import { API_GROUP, API_GROUP_VERSION } from '../../config/api/v1alpha1/custom-resources.js';
import { isMapping } from '../../config/mapping.js';
import { KINDS, type Kind } from '../../config/schemas.js';
import { statusOf } from '../api-fault.js';
import type { ApiServer } from '../api-server.js';
import { pluralOf, readResource, type Resource } from './resource.js';

/** What the API server has of one kind. */
export interface KindList {
  readonly metadata: { resourceVersion?: string };
  readonly items: unknown[];
}

/** Resources of a page: one may have 1.5 MB. */
const PAGE = 100;

/** Lists one kind, page by page. @throws whatever the client throws */
export async function listKind(api: ApiServer, kind: Kind, namespace: string): Promise<KindList> {
  const items: unknown[] = [];
  let token: string | undefined;
  for (;;) {
    const page = await listPage(api, kind, namespace, token);
    if (page === 'expired') return listAtOnce(api, kind, namespace);
    items.push(...page.items);
    token = page.token;
    if (token === undefined) return { metadata: { resourceVersion: page.resourceVersion }, items };
  }
}

/** Lists all three kinds. @throws whatever the client throws, with the kind at fault in {@link ListError} */
export async function listResources(api: ApiServer, namespace: string): Promise<Resource[]> {
  const resources: Resource[] = [];
  for (const kind of KINDS) {
    try {
      const { items } = await listKind(api, kind, namespace);
      resources.push(...items.flatMap((item) => readResource(kind, item) ?? []));
    } catch (error) {
      throw new ListError(kind, error);
    }
  }
  return resources;
}

/** A kind that could not be listed; the cause is the client's own error. */
export class ListError extends Error {
  readonly kind: Kind;

  constructor(kind: Kind, cause: unknown) {
    super(`${kind} cannot be listed`, { cause });
    this.name = 'ListError';
    this.kind = kind;
  }
}

interface Page {
  readonly items: readonly unknown[];
  readonly token: string | undefined;
  readonly resourceVersion: string;
}

/** `expired` when the list changed so much meanwhile that its pages do not fit together any more. */
async function listPage(
  api: ApiServer,
  kind: Kind,
  namespace: string,
  token: string | undefined,
): Promise<Page | 'expired'> {
  try {
    return readPage(
      await api.objects.listNamespacedCustomObject({
        ...{ group: API_GROUP, version: API_GROUP_VERSION, namespace, plural: pluralOf(kind), limit: PAGE },
        ...(token === undefined ? {} : { _continue: token }),
      }),
    );
  } catch (error) {
    if (token !== undefined && statusOf(error) === 410) return 'expired';
    throw error;
  }
}

async function listAtOnce(api: ApiServer, kind: Kind, namespace: string): Promise<KindList> {
  const list = readPage(
    await api.objects.listNamespacedCustomObject({
      ...{ group: API_GROUP, version: API_GROUP_VERSION, namespace, plural: pluralOf(kind) },
    }),
  );
  return { metadata: { resourceVersion: list.resourceVersion }, items: [...list.items] };
}

function readPage(list: unknown): Page {
  const { metadata, items } = isMapping(list) ? list : {};
  if (!isMapping(metadata) || !Array.isArray(items)) throw new Error('the answer is no list of resources');
  const { continue: token, resourceVersion } = metadata;
  return {
    items: items as readonly unknown[],
    token: typeof token === 'string' && token !== '' ? token : undefined,
    resourceVersion: typeof resourceVersion === 'string' ? resourceVersion : '',
  };
}
