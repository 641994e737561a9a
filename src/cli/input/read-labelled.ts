import type { Registry } from '../../config/registry.js';
import { type LabelledRows, readLabels } from '../../lab/evaluate/read-labels.js';
import { firstProblems } from '../output/first-problems.js';
import { readDataFile } from './read-data-file.js';

export interface LabelOptions {
  /** Labels may name routes and models of any of them. */
  readonly registries: readonly Registry[];
  /** Whether every row must be labelled. */
  readonly required: boolean;
  readonly ignoresUnknown: boolean;
}

/**
 * Reads the rows of `--data` and their labels; tells on stderr what is wrong with labels. `undefined` when something is.
 * @throws DragomanError `usage` when the file cannot be read
 */
export async function readLabelled(
  path: string,
  { registries, required, ignoresUnknown }: LabelOptions,
): Promise<LabelledRows | undefined> {
  const lines = await readDataFile(path);
  const labelled = readLabels(lines, {
    routes: new Set(registries.flatMap(({ routes }) => routes.map(({ name }) => name))),
    models: new Set(registries.flatMap(({ pool }) => [...pool.models.keys()])),
    required,
    ignoresUnknown,
  });
  if (labelled.faults.length === 0) return labelled;
  const told = firstProblems(labelled.faults.map(({ line, message }) => `${path}:${line}: ${message}`));
  process.stderr.write(`${told.join('\n')}\n--ignore-unknown leaves out rows whose label names nothing\n`);
  return undefined;
}
