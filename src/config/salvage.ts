import { isMapping, type Mapping } from './mapping.js';
import type { Path } from './problem.js';
import { suggest } from './suggest.js';

/** The part of JSON Schema that the generated schemas are written in. */
export interface SchemaNode {
  readonly $ref?: string;
  readonly definitions?: Readonly<Record<string, SchemaNode>>;
  /** Absent where anything may stand. */
  readonly type?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly items?: SchemaNode;
}

/** What could be saved of a document. */
export interface Salvage {
  /** Has every required field, and only known fields, each of the right type; limits and patterns may be broken. */
  readonly value: unknown;
  /** Fields that are blank or left out because the document lacks them, or because they could not be read. */
  readonly unread: readonly Path[];
}

/** Takes from a document what its schema has a place for, so that the rest of it can be checked. */
export function salvage(document: unknown, schema: SchemaNode): Salvage {
  const unread: Path[] = [];
  const fit = (value: unknown, reference: SchemaNode, path: Path): unknown => {
    const node = resolveReference(reference, schema);
    if (node.type === undefined) return value;
    const isFit = hasType(value, node.type);
    if (!isFit) unread.push(path);
    const fitting = isFit ? value : BLANKS[node.type];
    if (isMapping(fitting) && node.properties !== undefined) return fitFields(fitting, node, path);
    const { items } = node;
    if (items === undefined || !Array.isArray(fitting)) return fitting;
    return fitting.map((item: unknown, index) => fit(item, items, [...path, index]));
  };
  const fitFields = (value: Mapping, { properties = {}, required = [] }: SchemaNode, path: Path): Mapping => {
    for (const key of meantKeys(value, Object.keys(properties))) unread.push([...path, key]);
    const fields = Object.entries(properties)
      .filter(([key]) => Object.hasOwn(value, key) || required.includes(key))
      .map(([key, node]) => [key, fit(value[key], node, [...path, key])] as const);
    return Object.fromEntries(fields);
  };
  return { value: fit(document, schema, []), unread };
}

/** Absent fields that an unknown key may have been meant for. */
function meantKeys(value: Mapping, known: readonly string[]): string[] {
  const absent = known.filter((key) => !Object.hasOwn(value, key));
  return Object.keys(value)
    .filter((key) => !known.includes(key))
    .flatMap((key) => {
      const meant = suggest(key, known);
      return meant === undefined ? absent : absent.filter((candidate) => candidate === meant);
    });
}

function resolveReference(node: SchemaNode, { definitions }: SchemaNode): SchemaNode {
  return definitions?.[node.$ref?.replace('#/definitions/', '') ?? ''] ?? node;
}

const BLANKS: Readonly<Record<string, unknown>> = {
  string: '',
  integer: 0,
  number: 0,
  boolean: false,
  array: [],
  object: {},
};

function hasType(value: unknown, type: string): boolean {
  switch (type) {
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isMapping(value);
    default:
      return typeof value === (type === 'integer' ? 'number' : type);
  }
}
