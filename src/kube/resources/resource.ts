import { createHash } from 'node:crypto';
import { CUSTOM_RESOURCES } from '../../config/api/v1alpha1/custom-resources.js';
import { isMapping } from '../../config/mapping.js';
import { API_VERSION, KINDS, type Kind } from '../../config/schemas.js';

/** The kind in the plural, as the API server has it in its paths. */
export function pluralOf(kind: Kind): string {
  return CUSTOM_RESOURCES[kind].plural;
}

/** A custom resource, as far as it concerns us. */
export interface Resource {
  readonly kind: Kind;
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
  /** Counts changes of the spec; from 1. */
  readonly generation: number;
  /** Changes with any change, a status included. */
  readonly resourceVersion: string;
  readonly status: unknown;
  /** The file that stands for it in the mirror, and its text. */
  readonly file: string;
  readonly text: string;
  /** Of the text. */
  readonly hash: string;
}

/** `undefined` for what is no object with a name. */
export function readResource(kind: Kind, object: unknown): Resource | undefined {
  if (!isMapping(object) || !isMapping(object['metadata'])) return undefined;
  const { name, namespace, uid, generation, resourceVersion } = object['metadata'];
  if (typeof name !== 'string' || name === '') return undefined;
  const text = documentOf(kind, name, object['spec']);
  return {
    kind,
    name,
    namespace: textOf(namespace),
    uid: textOf(uid),
    generation: typeof generation === 'number' ? generation : 0,
    resourceVersion: textOf(resourceVersion),
    status: object['status'],
    file: fileOf(kind, name),
    text,
    hash: hashOf(text),
  };
}

/** The name under which messages tell of a resource. */
export function titleOf({ kind, name }: Pick<Resource, 'kind' | 'name'>): string {
  return `${kind}/${name}`;
}

export function hashOf(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Longest name of a file, in bytes, on every file system of note. */
const MAX_FILE_NAME = 255;

/**
 * `route.smalltalk.yaml`. A name that is none of Kubernetes' (RFC 1123: it could lead out of the folder), or too long for a
 * file, is replaced by its hash.
 */
export function fileOf(kind: Kind, name: string): string {
  const plain = `${kind.toLowerCase()}.${name}.yaml`;
  const isPlain = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(name) && plain.length <= MAX_FILE_NAME;
  return isPlain ? plain : `${kind.toLowerCase()}.${hashOf(name).slice(0, 32)}.yaml`;
}

/** Kinds in the order in which their resources are told of. */
export function compareResources(a: Resource, b: Resource): number {
  const byKind = KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind);
  if (byKind !== 0) return byKind;
  return a.name < b.name ? -1 : Number(a.name > b.name);
}

/** JSON is YAML, exactly as the API server has it. Labels and the like are left out: they would be another registry version. */
function documentOf(kind: Kind, name: string, spec: unknown): string {
  return `${JSON.stringify({ apiVersion: API_VERSION, kind, metadata: { name }, spec }, null, 2)}\n`;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
