import { setTimeout as sleep } from 'node:timers/promises';
import { API_GROUP } from '../../config/api/v1alpha1/custom-resources.js';
import { DragomanError } from '../../errors.js';
import { sayKindsFault } from '../api-fault.js';
import type { ApiServer } from '../api-server.js';
import { backOff } from '../back-off.js';
import { ListError, listResources } from '../resources/list-resources.js';
import type { Mirror, MirrorFile } from './mirror.js';
import { readRegistryFiles, type RegistryFiles } from './registry-files.js';
import { compareResources, pluralOf, type Resource } from '../resources/resource.js';

export interface MirrorSource {
  readonly api: ApiServer;
  /** Of the custom resources. */
  readonly namespace: string;
  /** Folder of files that documents may name; `undefined` for none. */
  readonly files: string | undefined;
}

/** Tries at a start, before what the mirror holds already must do. */
const TRIES = 4;

/**
 * Fills the mirror with the custom resources as they are now. Where they cannot be had, what it holds of an earlier process
 * stays, and `warn` gets one line.
 *
 * @returns the resources; `undefined` when they could not be had
 * @throws {DragomanError} `kubernetes_unavailable` when they cannot be had and the mirror is empty; `folder_unwritable`;
 *   `registry_unreadable` for the folder of files
 */
export async function fillMirror(
  mirror: Mirror,
  source: MirrorSource,
  warn: (line: string) => void,
): Promise<readonly Resource[] | undefined> {
  const files = await filesOf(source.files, warn);
  const waits = backOff(500, 4_000);
  for (let tries = 1; ; tries += 1) {
    try {
      const resources = (await listResources(source.api, source.namespace)).sort(compareResources);
      await mirror.put(withDocuments(files, resources));
      if (resources.length === 0) {
        warn(
          `namespace ${source.namespace} holds no custom resource of ours; a registry begins with a ModelPool`,
        );
      }
      return resources;
    } catch (error) {
      if (!(error instanceof ListError)) throw error;
      if (tries < TRIES) {
        await sleep(waits.next());
        continue;
      }
      const line = await sayListFault(error, source);
      if (!mirror.isFilled) throw new DragomanError('kubernetes_unavailable', line, { cause: error });
      warn(`${line}; serving what ${mirror.folder} holds of before`);
      return undefined;
    }
  }
}

/** The files of a version of the mirror. */
export function withDocuments(
  files: ReadonlyMap<string, MirrorFile>,
  resources: readonly Resource[],
): Map<string, MirrorFile> {
  return new Map([
    ...files,
    ...resources.map(({ file, text, hash }): [string, MirrorFile] => [file, { content: text, hash }]),
  ]);
}

/** @throws {DragomanError} `registry_unreadable` */
export async function filesOf(
  folder: string | undefined,
  warn: (line: string) => void,
): Promise<RegistryFiles['files']> {
  if (folder === undefined) return new Map();
  const { files, leftOut } = await readRegistryFiles(folder);
  if (leftOut.length > 0) {
    warn(`${folder}: left out ${leftOut.join(', ')}: documents of the registry are custom resources`);
  }
  return files;
}

function sayListFault({ kind, cause }: ListError, { api, namespace }: MirrorSource): Promise<string> {
  return sayKindsFault(cause, { verb: 'list', resource: `${pluralOf(kind)}.${API_GROUP}`, namespace }, api);
}
