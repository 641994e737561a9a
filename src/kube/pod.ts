import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';

/** Names an object in the cluster, as an Event does. */
export interface ObjectReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** Without it `kubectl describe` does not find the Event. */
  readonly uid?: string;
}

/** The pod that we run in, as the downward API tells in POD_NAME, POD_NAMESPACE and POD_UID; `undefined` outside of one. */
export function podFrom(environment: NodeJS.ProcessEnv): ObjectReference | undefined {
  const { POD_NAME: name, POD_NAMESPACE: namespace, POD_UID: uid } = environment;
  if (name === undefined || namespace === undefined) return undefined;
  return { apiVersion: 'v1', kind: 'Pod', name, namespace, ...(uid === undefined ? {} : { uid }) };
}

/** What no other process has: a pod's name, and something for a container that was started again. */
export function identityOf(pod: ObjectReference | undefined): string {
  return `${pod?.name ?? hostname()}_${randomBytes(4).toString('hex')}`;
}
