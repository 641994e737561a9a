import { formatPath, type Path } from '../config/problem.js';
import type { Position } from '../config/source-document.js';
import { type FieldTree, stepDown } from './field.js';
import type { Finding, FindingKind } from './finding.js';
import type { Source } from './source.js';

/** Keeps account of what became of each place of the source, so that nothing is left out in silence. */
export interface Ledger {
  readonly source: Source;
  /** This place, and all that it holds, stands in the output. */
  take(path: Path): void;
  /** Tells of this place; `lost` speaks for all that it holds. */
  tell(kind: FindingKind, path: Path, why: string, advice?: string): void;
  /** All that was told, and a finding for every place that nobody took or spoke of. */
  close(fields: FieldTree): readonly Finding[];
}

export function openLedger(source: Source): Ledger {
  const settled = new Set<string>();
  const findings: Finding[] = [];
  const told = new Set<string>();
  const idle: Position[] = [];
  const tell: Ledger['tell'] = (kind, path, why, advice = '') => {
    const place = formatPath(path);
    if (kind === 'lost') settled.add(place);
    // A definition that is used in several places is read several times.
    if (told.has(`${place} ${why}`)) return;
    told.add(`${place} ${why}`);
    findings.push({ kind, path, ...source.positionOf(path), why, advice });
  };
  const sweep = (value: unknown, path: Path, tree: FieldTree | undefined): void => {
    if (settled.has(formatPath(path))) return;
    if (tree === undefined) {
      tell('lost', path, 'this key is not known', 'look up what it does, and whether it is still needed');
      return;
    }
    if (isEmpty(value)) return;
    if (tree.field?.fate === 'idle') {
      idle.push(source.positionOf(path));
      return;
    }
    if (tree.field?.fate === 'dropped') {
      tell('lost', path, tree.field.why, tree.field.instead);
      return;
    }
    const inner = childrenOf(value);
    if (inner === undefined || tree.below.size === 0) {
      tell('lost', path, 'nothing that is carried uses it, or its value is of another kind than expected');
      return;
    }
    for (const [step, child] of inner) sweep(child, [...path, step], stepDown(tree, step));
  };
  return {
    source,
    take: (path) => settled.add(formatPath(path)),
    tell,
    close: (fields) => {
      sweep(source.value, [], fields);
      return [...findings, ...idleFinding(idle)];
    },
  };
}

/** One finding for all names, descriptions and the like. */
function idleFinding(places: readonly Position[]): Finding[] {
  const [first, ...rest] = [...places].sort((a, b) => a.line - b.line || a.column - b.column);
  if (first === undefined) return [];
  const others = [...new Set(rest.map(({ line }) => line))].filter((line) => line !== first.line);
  const where =
    others.length === 0
      ? ''
      : ` (likewise in ${others.length === 1 ? 'line' : 'lines'} ${others.join(', ')})`;
  return [
    {
      kind: 'lost',
      path: [],
      ...first,
      why: `it names or describes, and decides nothing${where}`,
      advice: '',
    },
  ];
}

/** Keys or indices with their values; `undefined` for a scalar. */
function childrenOf(value: unknown): (readonly [string | number, unknown])[] | undefined {
  if (Array.isArray(value)) return value.map((item: unknown, index) => [index, item] as const);
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value);
}

/** Whether a known key holds nothing that could be lost. */
function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || childrenOf(value)?.length === 0;
}
