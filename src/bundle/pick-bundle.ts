import { statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { fail, type Result } from '../errors.js';
import type { FitExpectation } from '../heads/fitted-file.js';
import type { Bundle } from './bundle.js';
import { BUNDLE_VERSION, openBundleFolder } from './bundle-folder.js';
import { loadBundle } from './load-bundle.js';

/** Whether a path is a folder of bundles, or names one in it. */
export function namesBundle(path: string): boolean {
  return (
    BUNDLE_VERSION.test(basename(path)) || statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
  );
}

/**
 * Reads the bundle that a path names: `DIR/VERSION`, or with `DIR` alone the one in service there.
 *
 * @returns `bundle_invalid` where there is none, or one that cannot be used
 */
export async function pickBundle(path: string, expected: FitExpectation): Promise<Result<Bundle>> {
  const name = basename(path);
  if (BUNDLE_VERSION.test(name)) return loadBundle({ directory: dirname(path), version: name, expected });
  const { active } = await openBundleFolder(path).pointers();
  if (active !== null) return loadBundle({ directory: path, version: active, expected });
  return fail('bundle_invalid', `${path} names no bundle in service: promote one, or write ${path}/VERSION`);
}
