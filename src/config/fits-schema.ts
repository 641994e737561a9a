import { isMapping } from './mapping.js';

/** A JSON Schema of draft-07 as JSON. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Whether a value keeps to one keyword of a schema. */
type Check = (value: unknown, schema: JsonSchema, root: JsonSchema) => boolean;

/**
 * Whether a value surely fits a schema. The generated schemas' own keywords are known, no others: `false` also means that
 * this cannot tell. It answers for the documents of a good registry at once, which a validator must be compiled for.
 *
 * @param root what the references of `schema` lead into; by default the schema itself
 */
export function surelyFits(value: unknown, schema: JsonSchema, root: JsonSchema = schema): boolean {
  return Object.keys(schema).every((keyword) => CHECKS.get(keyword)?.(value, schema, root) ?? false);
}

const says: Check = () => true;

const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  integer: Number.isInteger,
  number: Number.isFinite,
  boolean: (value) => typeof value === 'boolean',
  array: Array.isArray,
  object: isMapping,
};

const CHECKS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['$schema', says],
  ['definitions', says],
  ['description', says],
  ['default', says],
  ['$ref', fitsReference],
  ['type', (value, { type }) => TYPES[String(type)]?.(value) ?? false],
  ['const', (value, schema) => value === schema['const']],
  ['enum', (value, schema) => listOf(schema['enum']).includes(value)],
  ['properties', fitsProperties],
  ['additionalProperties', fitsAdditional],
  ['required', (value, { required }) => listOf(required).every((key) => has(value, String(key)))],
  [
    'items',
    (value, { items }, root) => Array.isArray(value) && value.every((item) => fitsPart(item, items, root)),
  ],
  ['minItems', (value, { minItems }) => Array.isArray(value) && value.length >= Number(minItems)],
  ['maxItems', (value, { maxItems }) => Array.isArray(value) && value.length <= Number(maxItems)],
  [
    'maxProperties',
    (value, { maxProperties }) => isMapping(value) && Object.keys(value).length <= Number(maxProperties),
  ],
  // Lengths count code points, of which a string has at least half as many as units, and at most as many.
  [
    'minLength',
    (value, { minLength }) => typeof value === 'string' && value.length / 2 > Number(minLength) - 1,
  ],
  ['maxLength', (value, { maxLength }) => typeof value === 'string' && value.length <= Number(maxLength)],
  [
    'pattern',
    (value, { pattern }) => typeof value === 'string' && new RegExp(String(pattern), 'u').test(value),
  ],
  ['minimum', (value, { minimum }) => typeof value === 'number' && value >= Number(minimum)],
  ['maximum', (value, { maximum }) => typeof value === 'number' && value <= Number(maximum)],
]);

function fitsReference(value: unknown, { $ref }: JsonSchema, root: JsonSchema): boolean {
  const { definitions } = root;
  const name = String($ref).replace('#/definitions/', '');
  return isMapping(definitions) && fitsPart(value, definitions[name], root);
}

function fitsProperties(value: unknown, { properties }: JsonSchema, root: JsonSchema): boolean {
  if (!isMapping(value) || !isMapping(properties)) return false;
  return Object.entries(properties).every(
    ([key, part]) => !has(value, key) || fitsPart(value[key], part, root),
  );
}

function fitsAdditional(
  value: unknown,
  { properties = {}, additionalProperties: rest }: JsonSchema,
  root: JsonSchema,
): boolean {
  if (!isMapping(value)) return false;
  const unknown = Object.keys(value).filter((key) => !has(properties, key));
  return unknown.every((key) => rest !== false && fitsPart(value[key], rest, root));
}

function fitsPart(value: unknown, schema: unknown, root: JsonSchema): boolean {
  return isMapping(schema) && surelyFits(value, schema, root);
}

function has(value: unknown, key: string): boolean {
  return isMapping(value) && Object.hasOwn(value, key);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
