import { STORE_FORMS } from '../../store/store-url.js';
import type { Flag } from './manual.js';

/** The flags that several verbs have. */

export const RECORDS_FLAG = {
  type: 'string',
  value: 'URL',
  help: `records, ${STORE_FORMS}, as given to dragoman serve --records`,
  without: 'DRAGOMAN_RECORDS',
} as const satisfies Flag;

const TIME = '2026-01-31, 2026-01-31T12:00:00Z, or 90m, 12h, 7d ago';

export const SINCE_FLAG = {
  type: 'string',
  value: 'T',
  help: `only records decided from: ${TIME}`,
} as const satisfies Flag;

export const UNTIL_FLAG = {
  type: 'string',
  value: 'T',
  help: 'only records decided before',
  without: 'now',
} as const satisfies Flag;

export const ROUTE_FLAG = {
  type: 'string',
  value: 'NAME',
  help: 'only records of this route',
} as const satisfies Flag;

export const MODEL_FLAG = {
  type: 'string',
  value: 'NAME',
  help: 'only records of this model',
} as const satisfies Flag;

export const BUNDLE_FLAG = {
  type: 'string',
  value: 'FILE',
  help: 'outcome heads of dragoman fit-outcomes, or a bundle: DIR or DIR/VERSION',
  without: "the RouterPolicy's",
} as const satisfies Flag;

export const ENCODER_FLAG = {
  type: 'string',
  value: 'DIR|none',
  help: 'folder of the sentence encoder',
  without: 'the one that ships',
} as const satisfies Flag;

export const CACHE_FLAG = {
  type: 'string',
  value: 'DIR',
  help: 'keep embeddings in DIR for the next run; not for two runs at a time',
} as const satisfies Flag;

export const JSON_FLAG = {
  type: 'boolean',
  help: 'JSON; also without the flag where the output is no terminal',
  default: false,
} as const satisfies Flag;

export const TABLE_FLAG = {
  type: 'boolean',
  help: 'tables, also where the output is no terminal',
  default: false,
} as const satisfies Flag;

export const OUT_JSON_FLAG = {
  type: 'string',
  value: 'FILE',
  help: 'write everything as JSON as well',
} as const satisfies Flag;

export const MARKDOWN_FLAG = {
  type: 'string',
  value: 'FILE',
  help: 'write it as Markdown as well, for a comment',
} as const satisfies Flag;

export const CRDS_FLAG = {
  type: 'string',
  value: 'NAMESPACE',
  help: "fill DIR with that namespace's custom resources; the API server is KUBECONFIG's, or the pod's own",
  without: 'DIR is filled by somebody else',
} as const satisfies Flag;

export const REGISTRY_FILES_FLAG = {
  type: 'string',
  value: 'DIR2',
  help: 'with --crds: folder of the files that documents name, such as examples',
} as const satisfies Flag;

export const LEASE_FLAG = {
  type: 'string',
  value: 'NAME',
  help: 'with --crds: the Lease by which one replica is chosen that writes the status of resources',
  default: 'dragoman',
} as const satisfies Flag;
