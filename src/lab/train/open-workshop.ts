import type { Bundle } from '../../bundle/bundle.js';
import { openBundleFolder } from '../../bundle/bundle-folder.js';
import { placeBundle } from '../../bundle/load-bundle.js';
import { readEncoderManifest } from '../../embed/manifest.js';
import { loadStaticEncoder } from '../../embed/static-encoder.js';
import { fitExpectation } from '../../signals/feature-vector.js';
import { openVectorCache } from '../vector-cache.js';
import type { Workshop } from './learned.js';

export interface WorkshopOptions extends Pick<
  Workshop,
  'registry' | 'seed' | 'holdOut' | 'tolerance' | 'onStep'
> {
  /** Folder of the encoder; `undefined` for none. */
  readonly encoderDirectory: string | undefined;
  /** Folder for embeddings. */
  readonly cacheDirectory: string;
  /** Folder of bundles, whose active one is the part to beat; default none. */
  readonly bundles: string | undefined;
  /** Told while texts are embedded. */
  readonly onEmbedded: (done: number, total: number) => void;
}

export interface OpenWorkshop {
  readonly workshop: Workshop;
  /** Why the bundle in service is not the part to beat. */
  readonly notes: readonly string[];
  close(): Promise<void>;
}

/** @throws DragomanError `encoder_invalid` */
export async function openWorkshop(options: WorkshopOptions): Promise<OpenWorkshop> {
  const { registry, seed, holdOut, tolerance, onStep } = options;
  const directory = options.encoderDirectory;
  const manifest = directory === undefined ? undefined : await readEncoderManifest(directory);
  const { parent, notes } = await readParent(options.bundles, manifest?.checksum);
  const table = manifest && (await loadStaticEncoder(manifest));
  const cache = manifest && (await openVectorCache(manifest, options.cacheDirectory));
  return {
    workshop: {
      ...{ registry, seed, holdOut, tolerance, onStep, parent, table },
      encoder: manifest?.checksum ?? '',
      embedAll: cache && ((texts) => cache.embedAll(texts, options.onEmbedded)),
    },
    notes,
    close: async () => cache?.close(),
  };
}

async function readParent(
  directory: string | undefined,
  encoder: string | undefined,
): Promise<{ readonly parent: Bundle | undefined; readonly notes: readonly string[] }> {
  const folder = directory === undefined ? undefined : openBundleFolder(directory);
  const active = (await folder?.pointers())?.active ?? null;
  if (folder === undefined || active === null) return { parent: undefined, notes: [] };
  const read = await folder.read(active, fitExpectation(encoder));
  if (read.ok) return { parent: placeBundle(read.value), notes: [] };
  return {
    parent: undefined,
    notes: [`the bundle in service cannot be compared with: ${read.problem.message}`],
  };
}
