import type { Registry } from '../../config/registry.js';
import { type LabelledRows, readLabels } from '../../lab/evaluate/read-labels.js';
import { readDataFile } from './read-data-file.js';

/** Faults that are told one by one. */
const MOST_TOLD = 20;

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
  const told = labelled.faults
    .slice(0, MOST_TOLD)
    .map(({ line, message }) => `${path}:${line}: ${message}\n`);
  const rest = labelled.faults.length - told.length;
  const more = rest === 0 ? '' : `${path}: ${rest} more rows like these\n`;
  process.stderr.write(`${told.join('')}${more}--ignore-unknown leaves out rows whose label names nothing\n`);
  return undefined;
}
