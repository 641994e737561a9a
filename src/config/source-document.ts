import { isAlias, isMap, isNode, isScalar, isSeq, type Document, type LineCounter, type Pair } from 'yaml';
import type { Path } from './problem.js';

/** One YAML document of the registry, with the tree that knows where everything stands. */
export interface SourceDocument {
  readonly file: string;
  /** The document as plain data. */
  readonly value: unknown;
  readonly tree: Document;
  readonly lines: LineCounter;
}

export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Where the value at a path stands, or its key; the nearest enclosing value where the path leads nowhere. */
export function positionOf(source: SourceDocument, path: Path, part: 'key' | 'value' = 'value'): Position {
  let node: unknown = source.tree.contents;
  let offset = startOf(node) ?? 0;
  for (const [depth, step] of path.entries()) {
    const entry = child(resolved(source, node), step);
    if (entry === undefined) break;
    const last = depth === path.length - 1;
    offset =
      (last && part === 'key' ? startOf(entry.key) : startOf(entry.value)) ?? startOf(entry.key) ?? offset;
    node = entry.value;
  }
  const { line, col } = source.lines.linePos(offset);
  return { line, column: col };
}

function resolved(source: SourceDocument, node: unknown): unknown {
  return isAlias(node) ? node.resolve(source.tree) : node;
}

function child(node: unknown, step: string | number): { key: unknown; value: unknown } | undefined {
  if (isSeq(node)) return { key: undefined, value: node.items[Number(step)] };
  if (!isMap(node)) return undefined;
  return node.items.find((pair: Pair) => keyText(pair.key) === String(step));
}

function keyText(key: unknown): string | undefined {
  return isScalar(key) ? String(key.value) : undefined;
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
