import { NO_FAULTS, type Faults } from './faults.js';
import { formatPath, type Findings, type Path } from './problem.js';
import { positionOf, type SourceDocument } from './source-document.js';

/** A place in a document, to which findings are pinned. Says nothing of a value that its schema has refused. */
export interface Spot {
  readonly file: string;
  at(...steps: Path): Spot;
  /** The same field, with findings pinned to its key. */
  key(): Spot;
  /** Whether the schema found nothing wrong with the value at these steps, nor with anything in it. */
  isSound(...steps: Path): boolean;
  /** The field is wrong in itself. */
  invalid(message: string): void;
  /** The field names something that is missing, taken or unfit. */
  reference(message: string): void;
  /** The field is valid but probably not what was meant. */
  doubtful(message: string): void;
  /** `file:line` of the place. */
  place(): string;
}

/** The top of a document. */
export function spotOf(source: SourceDocument, findings: Findings, faults: Faults = NO_FAULTS): Spot {
  const { file } = source;
  const spot = (path: Path, part: 'key' | 'value'): Spot => {
    const tell = (group: keyof Findings, code: Code, message: string): void => {
      if (faults.covers(path)) return;
      const position = positionOf(source, path, part);
      findings[group].push({ file, ...position, path: formatPath(path), message, code });
    };
    return {
      file,
      at: (...steps) => spot([...path, ...steps], 'value'),
      key: () => spot(path, 'key'),
      isSound: (...steps) => !faults.touches([...path, ...steps]),
      invalid: (message) => {
        tell('problems', 'registry_invalid', message);
      },
      reference: (message) => {
        tell('problems', 'registry_reference', message);
      },
      doubtful: (message) => {
        tell('warnings', 'registry_doubtful', message);
      },
      place: () => `${file}:${positionOf(source, path).line}`,
    };
  };
  return spot([], 'value');
}

type Code = Findings[keyof Findings][number]['code'];
