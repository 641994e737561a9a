import { isMapping } from '../config/mapping.js';
import { parseDocuments } from '../config/parse-documents.js';
import { type Findings, formatProblem, type Path } from '../config/problem.js';
import { type Position, positionOf } from '../config/source-document.js';
import { fail, ok, type Result } from '../errors.js';
import { mergeKeys } from './merge-keys.js';

/** Largest file that is read, in bytes. */
export const MAX_SOURCE_BYTES = 8 * 1024 * 1024;

/** Another router's configuration. */
export interface Source {
  /** As messages call it. */
  readonly file: string;
  readonly value: Readonly<Record<string, unknown>>;
  /** Of the key, where the path ends with one. */
  readonly positionOf: (path: Path) => Position;
}

/** Reads one YAML document that is a mapping; merge keys (`<<`) are resolved, as the routers' own loaders do. */
export function readSource(file: string, bytes: Buffer): Result<Source> {
  if (bytes.length > MAX_SOURCE_BYTES) {
    return fail('data_invalid', `${file} has ${bytes.length} bytes; ${MAX_SOURCE_BYTES} are read at most`);
  }
  const findings: Findings = { problems: [], warnings: [] };
  const [document, second] = parseDocuments(file, bytes, findings);
  const [problem] = findings.problems;
  if (problem !== undefined) {
    // What looks like an alias may be an unquoted password.
    const message = problem.message.replace(/^\*\S+ refers to no anchor \S+/, 'an alias refers to no anchor');
    return fail('data_invalid', formatProblem({ ...problem, message }));
  }
  if (second !== undefined) {
    return fail('data_invalid', `${file} holds several YAML documents; give one configuration at a time`);
  }
  const merged = mergeKeys(document?.value);
  if (merged === undefined) {
    return fail('data_invalid', `${file} expands to more values than are read; write less by aliases`);
  }
  if (document === undefined || !isMapping(merged.value)) {
    return fail('data_invalid', `${file} must be a YAML mapping, such as one with the key "model_list"`);
  }
  return ok({
    file,
    value: merged.value,
    positionOf: (path) => positionOf(document, path, typeof path.at(-1) === 'string' ? 'key' : 'value'),
  });
}
