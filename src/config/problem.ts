import type { ErrorCode } from '../errors.js';

/** Keys and indices from the top of a document. */
export type Path = readonly (string | number)[];

/** One thing that is wrong with, or doubtful in, a registry. */
export interface RegistryProblem {
  /** As it was reached, such as `registry/routes.yaml`. */
  readonly file: string;
  /** From 1; 0 when the problem concerns a whole file or folder. */
  readonly line: number;
  /** From 1; 0 when the problem concerns a whole file or folder. */
  readonly column: number;
  /** The field, such as `spec.models[2].url`; empty when no field is at fault. */
  readonly path: string;
  /** Continues the path as a sentence. */
  readonly message: string;
  readonly code: ErrorCode;
}

/** What has been found so far; the loader's stages add to it. */
export interface Findings {
  readonly problems: RegistryProblem[];
  readonly warnings: RegistryProblem[];
}

/** `file:line:column path message`, without the parts that the problem lacks. */
export function formatProblem(problem: RegistryProblem): string {
  const { file, line, column, path, message } = problem;
  const place = line === 0 ? file : `${file}:${line}:${column}`;
  return [place, path, message].filter((part) => part !== '').join(' ');
}

/** Order of a listing: by file, then by position. */
export function compareProblems(a: RegistryProblem, b: RegistryProblem): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}

/** `spec.models[2].url`; keys that are no plain words are quoted, as in `metadata.labels["a/b"]`. */
export function formatPath(path: Path): string {
  const steps = path.map((step) => {
    if (typeof step === 'number') return `[${step}]`;
    return /^[\w-]+$/.test(step) ? `.${step}` : `[${quote(step)}]`;
  });
  return steps.join('').replace(/^\./, '');
}

/** Longest text that a message repeats. */
const MAX_QUOTE = 60;

/** Somebody's text in a message, which a terminal, a log and a Kubernetes status show: control characters are escaped. */
export function withoutControls(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** A value as a message shows it: scalars quoted and cut, collections only named. */
export function quote(value: unknown): string {
  if (typeof value === 'string') {
    return withoutControls(
      JSON.stringify(value.length > MAX_QUOTE ? `${value.slice(0, MAX_QUOTE)}…` : value),
    );
  }
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  // JSON has no infinity, YAML has.
  if (typeof value === 'number') return String(value);
  return typeof value === 'object' ? 'a mapping' : JSON.stringify(value);
}
