import { stringify } from 'yaml';

/** Longest collection that is written on one line, in characters. */
const MAX_INLINE = 90;

/** Longest line of a comment, without its indentation. */
const MAX_COMMENT = 108;

/** Lists whose entries are always written field by field. */
const FIELD_BY_FIELD = new Set(['models', 'match']);

/** Lists that are always written entry by entry. */
const ENTRY_BY_ENTRY = new Set(['examples', 'not']);

/** A value under comments. */
export interface Written {
  readonly [VALUE]: unknown;
  readonly comments: readonly string[];
}

const VALUE = Symbol('value');

export function written(value: unknown, comments: readonly string[] = []): Written {
  return { [VALUE]: value, comments };
}

/** Prints one YAML document; short collections stand on one line. The same value always gives the same text. */
export function printDocument({ [VALUE]: value, comments }: Written): string {
  return `${[...commentLines(comments, ''), ...blockLines(value, '', 'document')].join('\n')}\n`;
}

/** @param name the key that the value is of */
function blockLines(value: unknown, pad: string, name: string): string[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown) => entryLines(item, pad, name));
  return Object.entries(value as Readonly<Record<string, unknown>>).flatMap(([key, item]) => {
    if (item === undefined) return [];
    const { [VALUE]: bare, comments } = isWritten(item) ? item : written(item);
    const before = commentLines(comments, pad);
    const line = isCollection(bare) ? inline(bare, key) : alone(bare);
    if (line !== undefined) return [...before, `${pad}${scalar(key)}: ${line}`];
    return [...before, `${pad}${scalar(key)}:`, ...blockLines(bare, `${pad}  `, key)];
  });
}

function entryLines(item: unknown, pad: string, name: string): string[] {
  const { [VALUE]: bare, comments } = isWritten(item) ? item : written(item);
  const before = commentLines(comments, pad);
  const isOpen = FIELD_BY_FIELD.has(name) && isCollection(bare);
  const line = isCollection(bare) ? (isOpen ? undefined : inline(bare, '')) : alone(bare);
  if (line !== undefined) return [...before, `${pad}- ${line}`];
  const [first = '', ...rest] = blockLines(bare, `${pad}  `, '');
  return [...before, `${pad}- ${first.trimStart()}`, ...rest];
}

/** On one line, with the spaces that the examples have; `undefined` for what is too long, or has comments. */
function inline(value: unknown, name: string): string | undefined {
  if (!isCollection(value)) return scalar(value);
  const isLong = name === 'spec' || ENTRY_BY_ENTRY.has(name) || isFieldByField(value, name);
  if (isLong) return undefined;
  const text = Array.isArray(value) ? inlineList(value) : inlineMap(value);
  return text === undefined || text.length > MAX_INLINE ? undefined : text;
}

function isFieldByField(value: object, name: string): boolean {
  return FIELD_BY_FIELD.has(name) && Array.isArray(value) && value.some(isCollection);
}

function inlineList(list: readonly unknown[]): string | undefined {
  const items = list.map((item) => inline(item, ''));
  return items.includes(undefined) ? undefined : `[${items.join(', ')}]`;
}

function inlineMap(map: object): string | undefined {
  if (isWritten(map)) return undefined;
  const given = Object.entries(map).filter(([, item]) => item !== undefined);
  const items = given.map(([key, item]) => [scalar(key), inline(item, key)] as const);
  if (items.some(([, text]) => text === undefined)) return undefined;
  return items.length === 0 ? '{}' : `{ ${items.map(([key, text]) => `${key}: ${text ?? ''}`).join(', ')} }`;
}

/** A scalar with nothing beside it: fewer need quotes. */
function alone(value: unknown): string {
  const text = stringify(value, { lineWidth: 0 }).trim();
  return text.includes('\n') ? scalar(value) : text;
}

/** As it may also stand within a collection on one line. */
function scalar(value: unknown): string {
  const text = stringify([value], { collectionStyle: 'flow', flowCollectionPadding: false, lineWidth: 0 });
  return text.trim().slice(1, -1).trim();
}

function isCollection(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function isWritten(value: unknown): value is Written {
  return isCollection(value) && VALUE in value;
}

function commentLines(comments: readonly string[], pad: string): string[] {
  return comments.flatMap(wrap).map((line) => `${pad}# ${line}`.trimEnd());
}

function wrap(text: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > MAX_COMMENT) {
      lines.push(line);
      line = `  ${word}`;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
