import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DragomanError, reasonOf } from '../errors.js';
import type { EnvoyFiles } from './render.js';

/**
 * Writes the files into the folder that Envoy watches. Each is written beside its place and renamed, so Envoy never
 * reads half a file; one that is unchanged is not touched, so Envoy is not told. Secrets come before the clusters that
 * need them, clusters before the routes that name them, routes before the listener that reads them. Envoy reads a changed `envoy.yaml` at its next start only.
 *
 * @returns the names of the files that were written
 * @throws DragomanError `folder_unwritable`
 */
export function writeXds(directory: string, files: EnvoyFiles): readonly string[] {
  try {
    return writeChanged(directory, files);
  } catch (cause) {
    throw new DragomanError('folder_unwritable', `Cannot write to ${directory}: ${reasonOf(cause)}.`, {
      cause,
    });
  }
}

function writeChanged(directory: string, files: EnvoyFiles): readonly string[] {
  mkdirSync(directory, { recursive: true });
  return Object.entries<string>(files)
    .sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .filter(([name, text]) => readIfPresent(join(directory, name)) !== text)
    .map(([name, text]) => {
      replace(directory, name, text);
      return name;
    });
}

const ORDER = ['cds.yaml', 'rds.yaml', 'lds.yaml', 'envoy.yaml'] as const;

/** Secrets, which have no place in the list, get -1 and come first. */
function rank(name: string): number {
  return ORDER.findIndex((known) => known === name);
}

function readIfPresent(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function replace(directory: string, name: string, text: string): void {
  const draft = join(directory, `.${name}.${process.pid}`);
  try {
    writeFileSync(draft, text);
    renameSync(draft, join(directory, name));
  } finally {
    rmSync(draft, { force: true });
  }
}
