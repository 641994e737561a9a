import { Composer, LineCounter, Parser, visit, type Alias, type Document, type YAMLError } from 'yaml';
import { limitFault, MAX_ALIASES } from './document-limits.js';
import { quote, type Findings, withoutControls } from './problem.js';
import type { SourceDocument } from './source-document.js';

/** Tells what is wrong at a character of the file. */
type Teller = (offset: number, message: string) => void;

/** Reads the YAML 1.2 (core schema) documents of one file; broken ones become problems, empty ones are skipped. */
export function parseDocuments(file: string, bytes: Buffer, findings: Findings): SourceDocument[] {
  const common = { file, path: '', code: 'registry_syntax' } as const;
  const text = decode(bytes);
  if (text === undefined) {
    const message = 'is not UTF-8; save the file in that encoding';
    findings.problems.push({ ...common, line: 0, column: 0, message });
    return [];
  }
  const lines = new LineCounter();
  const tell: Teller = (offset, message) => {
    const { line, col } = lines.linePos(offset);
    findings.problems.push({ ...common, line, column: col, message });
  };
  return composeTrees(text, lines, tell).flatMap((tree): SourceDocument[] => {
    const errors = tellable(tree);
    for (const error of errors) tell(error.pos[0], messageOf(error, text));
    if (errors.length > 0) return [];
    const value = plainData(tree, tell);
    return value === undefined || value === null ? [] : [{ file, value, tree, lines }];
  });
}

function decode(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function composeTrees(text: string, lines: LineCounter, tell: Teller): Document.Parsed[] {
  const tokens = [...new Parser(lines.addNewLine).parse(text)].filter((token) => {
    const fault = limitFault(token);
    if (fault !== undefined) tell(fault.offset, fault.message);
    return fault === undefined;
  });
  const options = { lineCounter: lines, schema: 'core', merge: false, stringKeys: true } as const;
  return [...new Composer(options).compose(tokens)];
}

/** The first error of a document (the rest tend to follow from it), and every repeated key before it. */
function tellable(tree: Document.Parsed): YAMLError[] {
  const all: YAMLError[] = [...tree.errors, ...tree.warnings].sort((a, b) => a.pos[0] - b.pos[0]);
  const first = all.findIndex((error) => error.code !== 'DUPLICATE_KEY');
  return first === -1 ? all : all.slice(0, first + 1);
}

function messageOf(error: YAMLError, text: string): string {
  if (error.code === 'DUPLICATE_KEY') {
    const key = /^[^:\n]*/.exec(text.slice(error.pos[0]))?.[0] ?? '';
    return `the key ${quote(key.trim())} is given twice; remove one`;
  }
  if (error.code === 'TAG_RESOLVE_FAILED') return 'a tag (!…) has no meaning here; remove it';
  if (error.code === 'NON_STRING_KEY') return 'must be a plain key, not a list or a mapping';
  const [message = ''] = error.message.split('\n');
  return `is not valid YAML: ${withoutControls(message)}`;
}

/** The document's data; `undefined` for an alias without its anchor, or aliases that expand to too much. */
function plainData(tree: Document.Parsed, tell: Teller): unknown {
  try {
    return tree.toJS({ maxAliasCount: MAX_ALIASES + 1 }) as unknown;
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
  }
  const dangling = danglingAlias(tree);
  if (dangling === undefined) {
    tell(tree.contents?.range[0] ?? 0, `expands to more than ${MAX_ALIASES} aliases; write the values out`);
  } else {
    const name = withoutControls(dangling.source);
    tell(dangling.range?.[0] ?? 0, `*${name} refers to no anchor &${name} before it`);
  }
  return undefined;
}

function danglingAlias(tree: Document.Parsed): Alias | undefined {
  let dangling: Alias | undefined;
  visit(tree, {
    Alias: (_key, alias) => {
      if (alias.resolve(tree) !== undefined) return undefined;
      dangling = alias;
      return visit.BREAK;
    },
  });
  return dangling;
}
