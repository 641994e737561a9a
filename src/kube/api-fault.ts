import { API_GROUP, API_GROUP_VERSION } from '../config/api/v1alpha1/custom-resources.js';
import { isMapping } from '../config/mapping.js';
import type { ApiServer } from './api-server.js';

/** What the API server was asked to do. */
export interface ApiCall {
  /** As RBAC has it, such as `list`. */
  readonly verb: string;
  /** As RBAC has it, such as `routes/status`; the group follows a dot. */
  readonly resource: string;
  readonly namespace: string;
}

/** HTTP status of the answer; `undefined` when none came. */
export function statusOf(error: unknown): number | undefined {
  if (!isMapping(error)) return undefined;
  const status = error['code'] ?? error['statusCode'];
  return typeof status === 'number' ? status : undefined;
}

/** One line for a person: what failed, and what to do about it. */
export function sayFault(error: unknown, { verb, resource, namespace }: ApiCall, address: string): string {
  const wanted = `${verb} ${resource} in the namespace ${namespace}`;
  switch (statusOf(error)) {
    case undefined:
      return `the API server ${address} cannot be reached: ${reasonOf(error)}`;
    case 401:
      return `the API server ${address} does not take our token (401); tried to ${wanted}`;
    case 403:
      return `not allowed to ${wanted}: give the service account a Role with the verb "${verb}" for "${resource}" there`;
    case 404:
      return `the API server ${address} has no ${resource}; tried to ${wanted}`;
    case 429:
      return `the API server ${address} is asked too much (429); tried to ${wanted}`;
    default:
      return `the API server ${address} failed to ${wanted}: ${reasonOf(error)}`;
  }
}

/** As {@link sayFault}; where our own kinds are unknown, says which versions of them there are. */
export async function sayKindsFault(error: unknown, call: ApiCall, api: ApiServer): Promise<string> {
  if (statusOf(error) !== 404) return sayFault(error, call, api.address);
  const versions = await versionsOf(api);
  if (versions === undefined || versions.length === 0) {
    return `the API server ${api.address} does not know ${call.resource}: install the CRDs (helm/dragoman/files/crds, or registry.crds.install of the chart)`;
  }
  if (versions.includes(API_GROUP_VERSION))
    return `the API server ${api.address} has no ${call.resource}: install all three CRDs`;
  return `the API server ${api.address} serves ${API_GROUP} as ${versions.join(', ')}, this version of Dragoman reads ${API_GROUP_VERSION}: serve that in the CRDs, or upgrade Dragoman`;
}

async function versionsOf({ groups }: ApiServer): Promise<string[] | undefined> {
  try {
    const { groups: known } = await groups.getAPIVersions();
    return known.find(({ name }) => name === API_GROUP)?.versions.map(({ version }) => version);
  } catch {
    return undefined;
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return 'no answer in time';
  const status = statusOf(error);
  if (status === undefined)
    return (/reason: (.*)$/.exec(error.message)?.[1] ?? error.message).split('\n')[0] ?? '';
  const told = messageOf('body' in error ? error.body : undefined);
  return told === '' ? String(status) : `${status}, ${told}`;
}

/** Message of a `Status` object, which comes as text or parsed. */
function messageOf(body: unknown): string {
  if (isMapping(body))
    return typeof body['message'] === 'string' ? body['message'].slice(0, MAX_MESSAGE) : '';
  if (typeof body !== 'string') return '';
  try {
    return messageOf(JSON.parse(body) as object);
  } catch {
    return '';
  }
}

const MAX_MESSAGE = 300;
