import type { ClusterOptions } from '../../app/registry/start-cluster.js';
import { DragomanError } from '../../errors.js';

export interface ClusterFlags {
  readonly crds?: string | undefined;
  readonly 'registry-files'?: string | undefined;
  readonly lease: string;
  readonly events?: boolean | undefined;
}

/** What of Kubernetes' API is used. @throws DragomanError `usage` for names that Kubernetes does not have */
export function clusterOf(flags: ClusterFlags): ClusterOptions {
  const { crds: namespace, 'registry-files': files, lease } = flags;
  if (namespace === undefined && files !== undefined) {
    throw new DragomanError(
      'usage',
      '--registry-files needs --crds: in a folder, put the files beside the documents.',
    );
  }
  if (namespace !== undefined && !/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(namespace)) {
    throw new DragomanError('usage', `--crds "${namespace}": expected the name of a namespace.`);
  }
  if (!/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/.test(lease)) {
    throw new DragomanError('usage', `--lease "${lease}": expected the name of a Lease.`);
  }
  return {
    crds: namespace === undefined ? undefined : { namespace, files },
    lease,
    events: flags.events === true,
  };
}
