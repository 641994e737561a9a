/** A span as every back end shows it. */
export interface TreeSpan {
  /** `service.name` of its resource. */
  readonly service: string;
  readonly name: string;
  readonly id: string;
  /** Empty for a root. */
  readonly parent: string;
}

/**
 * The spans of one trace as lines `service: name`, each indented by two spaces below its parent; siblings by service and
 * name, of the same name those with more below them first. A span whose parent is not among them is a root.
 */
export function treeOf(spans: readonly TreeSpan[]): readonly string[] {
  const ids = new Set(spans.map(({ id }) => id));
  const below = (isChild: (span: TreeSpan) => boolean, depth: number): readonly string[] =>
    spans
      .filter(isChild)
      .map(({ service, name, id }) => ({
        line: `${'  '.repeat(depth)}${service}: ${name}`,
        lines: below(({ parent }) => parent === id, depth + 1),
      }))
      .sort((a, b) => compare(a.line, b.line) || b.lines.length - a.lines.length)
      .flatMap(({ line, lines }) => [line, ...lines]);
  return below(({ parent }) => !ids.has(parent), 0);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
