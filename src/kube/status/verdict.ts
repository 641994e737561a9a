import { basename, join, resolve } from 'node:path';
import type { LoadResult } from '../../config/load.js';
import { formatProblem, type RegistryProblem } from '../../config/problem.js';
import { isDocumentName } from '../../config/source-folder.js';
import { titleOf, type Resource } from '../resources/resource.js';

/** What the loader said of one version of the mirror. */
export interface Verdict {
  /** Of the files that it read, by name. */
  readonly hashes: ReadonlyMap<string, string>;
  /** `undefined` when the registry was refused. */
  readonly version: string | undefined;
  /** Problems by file, as `dragoman check` prints them, with resources for files. */
  readonly problems: ReadonlyMap<string, readonly string[]>;
  /** Problems of no resource, such as a missing ModelPool or a bad file of examples. */
  readonly others: readonly string[];
  /** Warnings by file, likewise. */
  readonly warnings: ReadonlyMap<string, readonly string[]>;
}

/**
 * Sorts what the loader found by resource. Lines and columns are left out: those of the mirror are not those of the manifest
 * that was applied.
 *
 * @param folder of the mirror
 * @param resources whose titles stand for their files
 */
export function verdictOf(
  result: LoadResult,
  hashes: ReadonlyMap<string, string>,
  { folder, namespace, resources }: { folder: string; namespace: string; resources: readonly Resource[] },
): Verdict {
  const titles = new Map(resources.map((resource) => [resource.file, titleOf(resource)]));
  const rename = renaming(folder, namespace, titles);
  const problems = result.ok ? [] : result.problems;
  const told = byFile(problems, hashes, rename);
  return {
    hashes,
    version: result.ok ? result.registry.version : undefined,
    problems: told,
    others: problems
      .filter(({ file }) => !told.has(basename(file)))
      .map((problem) => formatProblem(rename(problem))),
    warnings: byFile(result.ok ? result.warnings : [], hashes, rename),
  };
}

/** All lines of a refused registry, in the order of resources. */
export function linesOf({ problems, others }: Pick<Verdict, 'problems' | 'others'>): string[] {
  return [...problems.values()].flat().concat(others);
}

type Rename = (problem: RegistryProblem) => RegistryProblem;

function byFile(
  problems: readonly RegistryProblem[],
  hashes: ReadonlyMap<string, string>,
  rename: Rename,
): Map<string, string[]> {
  const lines = new Map<string, string[]>();
  for (const problem of problems) {
    const file = basename(problem.file);
    if (!hashes.has(file) || !isDocumentName(file)) continue;
    lines.set(file, [...(lines.get(file) ?? []), formatProblem(rename(problem))]);
  }
  return lines;
}

/** Messages may name the place of another document, such as the one of the same name. */
function renaming(folder: string, namespace: string, titles: ReadonlyMap<string, string>): Rename {
  const root = resolve(folder);
  const escaped = join(folder, '/').replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const places = new RegExp(`${escaped}([^/:\\s]+)(?::\\d+)+`, 'g');
  return (problem) => {
    const isWhole = resolve(problem.file) === root;
    const name = basename(problem.file);
    const title = isWhole ? `namespace ${namespace}` : titles.get(name);
    const message = problem.message.replaceAll(
      places,
      (place, file: string) => titles.get(file) ?? place.slice(join(folder, '/').length),
    );
    if (title === undefined) return { ...problem, file: name, message };
    return { ...problem, file: title, line: 0, column: 0, message };
  };
}
