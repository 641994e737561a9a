import { parseUpstreamUrl } from '../../config/upstream-url.js';
import { MAX_BACKENDS } from '../share-servers.js';
import type { Deployment } from './deployment.js';

/** Deployments of one public name that can be servers of one model. */
export type Alike = readonly Deployment[];

/** The deployments by what clients call them, and of each name those together that differ in nothing but their server. */
export function groupDeployments(deployments: readonly Deployment[]): ReadonlyMap<string, readonly Alike[]> {
  const groups = new Map<string, Map<string, Deployment[][]>>();
  for (const deployment of deployments) {
    const alike = groups.get(deployment.publicName) ?? new Map<string, Deployment[][]>();
    groups.set(deployment.publicName, alike);
    const key = signatureOf(deployment);
    const chunks = alike.get(key) ?? [];
    alike.set(key, chunks);
    const last = chunks.at(-1);
    if (last === undefined || last.length >= MAX_BACKENDS) chunks.push([deployment]);
    else last.push(deployment);
  }
  return new Map([...groups].map(([name, alike]) => [name, [...alike.values()].flat()] as const));
}

/** All that the servers of one model must share. */
function signatureOf({ url, rest }: Deployment): string {
  const { tls, pathPrefix } = parseUpstreamUrl(url);
  return JSON.stringify([tls, pathPrefix, rest.model, rest.apiKey, rest.endpoints]);
}
