import { formatPath, type Findings, type Path } from './problem.js';
import { positionOf, type SourceDocument } from './source-document.js';

/** A place in a document, to which findings are pinned. */
export interface Spot {
  readonly file: string;
  at(...steps: Path): Spot;
  /** The field is wrong in itself. */
  invalid(message: string): void;
  /** The field names something that is missing, taken or unfit. */
  reference(message: string): void;
  /** The field is valid but probably not what was meant. */
  doubtful(message: string): void;
  /** `file:line` of the place. */
  place(): string;
}

export function spotOf(source: SourceDocument, findings: Findings, path: Path = []): Spot {
  const found = (message: string) => ({
    file: source.file,
    ...positionOf(source, path),
    path: formatPath(path),
    message,
  });
  return {
    file: source.file,
    at: (...steps) => spotOf(source, findings, [...path, ...steps]),
    invalid: (message) => findings.problems.push({ ...found(message), code: 'registry_invalid' }),
    reference: (message) => findings.problems.push({ ...found(message), code: 'registry_reference' }),
    doubtful: (message) => findings.warnings.push({ ...found(message), code: 'registry_doubtful' }),
    place: () => `${source.file}:${positionOf(source, path).line}`,
  };
}
