import { dirname, isAbsolute, join } from 'node:path';
import { quote } from './problem.js';
import { MAX_BUNDLE_BYTES, readFault, type SourceFolder } from './source-folder.js';
import type { Spot } from './spot.js';

/** Path under which a bundle that a document names can be opened; `undefined` once it has told why it cannot be. */
export type BundleFinder = (file: string, spot: Spot) => string | undefined;

/** A finder for which a bundle's bytes are part of the registry's version: another bundle is another registry. */
export function bundleFinder(folder: SourceFolder): BundleFinder {
  return (file, spot) => {
    const path = isAbsolute(file) ? file : join(dirname(spot.file), file);
    try {
      folder.read(path, MAX_BUNDLE_BYTES);
      return path;
    } catch (error) {
      spot.reference(`${quote(file)} ${readFault(error)}`);
      return undefined;
    }
  };
}
