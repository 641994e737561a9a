import { Document, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';

/** A piece of Envoy configuration. A key that begins with `#` holds the comment of the key that follows it. */
export type Tree = string | number | boolean | null | readonly Tree[] | Branch;

export interface Branch {
  readonly [key: string]: Tree;
}

/** Prints a tree as YAML under a heading of comment lines. The same tree always gives the same text. */
export function printYaml(heading: string, tree: Branch): string {
  const document = new Document();
  document.contents = nodeOf(tree);
  document.commentBefore = asComment(heading);
  return document.toString({ lineWidth: 0, blockQuote: 'literal' });
}

function nodeOf(tree: Tree): Scalar | YAMLSeq | YAMLMap {
  if (isList(tree)) {
    const list = new YAMLSeq();
    for (const item of tree) list.add(nodeOf(item));
    return list;
  }
  if (tree !== null && typeof tree === 'object') return mapOf(tree);
  return new Scalar(tree);
}

function mapOf(branch: Branch): YAMLMap {
  const map = new YAMLMap();
  let comment: string | undefined;
  for (const [name, value] of Object.entries(branch)) {
    if (name.startsWith('#') && typeof value === 'string') {
      comment = asComment(value);
      continue;
    }
    const key = new Scalar(name);
    if (comment !== undefined) key.commentBefore = comment;
    comment = undefined;
    map.add(new Pair(key, nodeOf(value)));
  }
  return map;
}

function asComment(text: string): string {
  return text.replace(/^/gm, ' ');
}

function isList(tree: Tree): tree is readonly Tree[] {
  return Array.isArray(tree);
}
