import { formatPath, type Path } from '../config/problem.js';

/** What the report says of a place of the source. */
export type FindingKind = 'lost' | 'changed' | 'todo';

/** One thing about the source that does not stand in the output as it was. Never holds a value that may be a secret. */
export interface Finding {
  /** `lost`: not carried. `changed`: carried, but it means something else here. `todo`: must be done before use. */
  readonly kind: FindingKind;
  readonly path: Path;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** Why, as a clause that goes on after the label. */
  readonly why: string;
  /** What to do, as a sentence without its full stop; empty for nothing. */
  readonly advice: string;
}

const LABELS: Readonly<Record<FindingKind, string>> = {
  lost: 'not carried',
  changed: 'changed',
  todo: 'to do',
};

/** `config.yaml:12:7 model_list[0].rpm not carried: why; what to do`. */
export function formatFinding(file: string, finding: Finding): string {
  const { path, line, column } = finding;
  return [`${file}:${line}:${column}`, formatPath(path), sentenceOf(finding)]
    .filter((part) => part !== '')
    .join(' ');
}

/**
 * As a comment beside what became of the place: the line of the source, and the field from there on.
 * @param below how much of the path the place itself stands for
 */
export function commentOf(finding: Finding, below: number): string {
  const name = formatPath(finding.path.slice(below));
  const place = name === '' ? `Line ${finding.line}` : `Line ${finding.line}, ${name}`;
  return `${place}: ${sentenceOf(finding)}.`;
}

function sentenceOf({ kind, why, advice }: Finding): string {
  return `${LABELS[kind]}: ${advice === '' ? why : `${why}; ${advice}`}`;
}

/** Order of a listing: as the places stand in the source. */
export function compareFindings(a: Finding, b: Finding): number {
  return a.line - b.line || a.column - b.column;
}
