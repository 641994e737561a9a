import { createHash } from 'node:crypto';
import { bundleFinder, type BundleInspector } from './find-bundle.js';
import { didYouMeanPath } from './nearest-path.js';
import { parseDocuments } from './parse-documents.js';
import { compareProblems, type Findings, type RegistryProblem } from './problem.js';
import { examplesReader } from './read-examples.js';
import { type ReadExperiment, readExperiment } from './resolve/read-experiment.js';
import type { Registry } from './registry.js';
import { type ResolvedDocuments, resolveDocuments } from './resolve/resolve.js';
import type { SourceDocument } from './source-document.js';
import {
  MAX_DOCUMENT_BYTES,
  openSourceFolder,
  readFault,
  type SourceFolder,
  versionFolder,
} from './source-folder.js';
import { lackPool, validateDocuments } from './validate.js';

export type LoadResult = (
  | { readonly ok: true; readonly registry: Registry; readonly warnings: readonly RegistryProblem[] }
  | {
      readonly ok: false;
      readonly problems: readonly RegistryProblem[];
      /** Every file that was tried, missing ones included, relative to the folder: to mend one may mend the registry. */
      readonly files: readonly string[];
    }
) & {
  /** Name of the version of a mounted ConfigMap that was read; `undefined` for any other location. */
  readonly mounted: string | undefined;
};

/**
 * Loads a registry and tells all that is wrong with it at once, in the order of files and lines.
 * @param location a folder (every `*.yaml` and `*.yml` directly in it is read) or a single file
 * @param inspectBundle looks into the bundle of outcome heads, too; default: that is left to whoever opens it
 */
export function loadRegistry(location: string, inspectBundle: BundleInspector = () => undefined): LoadResult {
  for (let attempt = 1; ; attempt += 1) {
    const before = versionFolder(location);
    const loaded = loadOnce(location, inspectBundle);
    // A version that Kubernetes swapped out is deleted: what was missing in it is no fault of the registry.
    if (loaded.ok || attempt === MAX_ATTEMPTS || versionFolder(location) === before) return loaded;
  }
}

const MAX_ATTEMPTS = 3;

function loadOnce(location: string, inspectBundle: BundleInspector): LoadResult {
  const findings: Findings = { problems: [], warnings: [] };
  const folder = open(location, findings);
  const registry = folder && readRegistry(location, folder, { findings, inspectBundle });
  const mounted = folder?.mounted;
  if (findings.problems.length > 0 || registry === undefined) {
    const problems = findings.problems.sort(compareProblems);
    return { ok: false, problems, files: folder?.asked() ?? [], mounted };
  }
  return { ok: true, registry, warnings: findings.warnings.sort(compareProblems), mounted };
}

function readRegistry(
  location: string,
  folder: SourceFolder,
  { findings, inspectBundle }: { readonly findings: Findings; readonly inspectBundle: BundleInspector },
): Registry | undefined {
  if (folder.documents.length === 0) tellFile(location, 'holds no *.yaml or *.yml file', findings);
  const sources = folder.documents.flatMap((path) => readDocuments(path, folder, findings));
  // A file that cannot be read may hold the pool.
  if (findings.problems.length === 0 && lackPool(sources)) {
    tellFile(location, 'holds no ModelPool; a registry has exactly one', findings);
  }
  const documents = validateDocuments(sources, findings);
  const files = {
    readExamples: examplesReader(folder, findings),
    findBundle: bundleFinder(folder, inspectBundle),
  };
  const resolved = resolveDocuments(documents, files);
  if (resolved === undefined) return undefined;
  const experiment = readExperiment(documents, resolved, { folder, findings, files });
  return registryOf(folder, resolved, experiment);
}

function registryOf(
  folder: SourceFolder,
  { pool: { pool }, policy: { policy }, routes }: ResolvedDocuments,
  experiment: ReadExperiment | undefined,
): Registry {
  const version = versionOf(folder);
  const source = { directory: folder.directory, files: folder.asked() };
  const registry = { version, ...source, pool, policy, routes, experiment: undefined };
  if (experiment === undefined) return registry;
  const { name, share, ...own } = experiment;
  return {
    ...registry,
    experiment: { name, share, registry: { ...registry, ...own, version: `${version}+${name}` } },
  };
}

function readDocuments(path: string, folder: SourceFolder, findings: Findings): SourceDocument[] {
  try {
    return parseDocuments(path, folder.read(path, MAX_DOCUMENT_BYTES), findings);
  } catch (error) {
    tellFile(path, readFault(error), findings);
    return [];
  }
}

function open(location: string, findings: Findings): SourceFolder | undefined {
  try {
    return openSourceFolder(location);
  } catch (error) {
    tellFile(location, `${readFault(error)}${didYouMeanPath(location)}`, findings);
    return undefined;
  }
}

function tellFile(file: string, message: string, { problems }: Findings): void {
  problems.push({ file, line: 0, column: 0, path: '', message, code: 'registry_unreadable' });
}

/** Names and lengths are hashed with the bytes, so that moving text from one file to another is a change. */
function versionOf(folder: SourceFolder): string {
  const hash = createHash('sha256');
  for (const [name, bytes] of [...folder.contents()].sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(`${name}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex').slice(0, 12);
}
