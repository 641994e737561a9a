import { createRequire } from 'node:module';
import type * as ajv from 'ajv';
import type * as ajv2020 from 'ajv/dist/2020.js';
import { RE2JS } from 're2js';
import { isJsonObject, type JsonValue } from '../../request/json-value.js';
import { withinTime } from './within-time.js';

/** Whether a value keeps to a schema; `undefined` where that cannot be said in the time there is. */
export type SchemaValidator = (value: unknown) => boolean | undefined;

/**
 * Longest that a schema may take to compile, and a value to be checked, in milliseconds by the clock: schemas are the
 * clients', and the process may be busy.
 */
const COMPILE_MS = 500;
const VALIDATE_MS = 50;
/** A schema that ran over its time so often is not tried again. */
const MAX_OVERRUNS = 2;

/** Patterns run in linear time (RE2); one that RE2 does not know asks for nothing, and none is written into code. */
const regExp = Object.assign((pattern: string) => ({ test: testerOf(pattern) }), { code: 'undefined' });

const OPTIONS: ajv.Options = {
  strict: false,
  logger: false,
  meta: false,
  validateSchema: false,
  addUsedSchema: false,
  validateFormats: false,
  inlineRefs: false,
  messages: false,
  ownProperties: true,
  unicodeRegExp: false,
  code: { regExp },
};

/** Keywords of draft 2020-12 that draft-07 reads otherwise or not at all. */
const NEWER =
  /"(?:prefixItems|dependentRequired|dependentSchemas|unevaluatedProperties|unevaluatedItems|minContains|\$dynamicRef)"/;

/**
 * Compiles a JSON Schema of draft-07 or 2020-12, whichever it names or its keywords belong to. Each has a validator of
 * its own, so that no `$id` of one client reaches another's; references lead nowhere but into the schema itself.
 *
 * @param text the schema as JSON
 * @returns `undefined` for a schema that is none, or takes too long
 */
export function compileSchema(schema: JsonValue, text: string): SchemaValidator | undefined {
  if (typeof schema === 'boolean') return () => schema;
  // A validator of such a schema gives promises, whose rejection nobody would see.
  if (!isJsonObject(schema) || schema['$async'] !== undefined) return undefined;
  const dialect = typeof schema['$schema'] === 'string' ? schema['$schema'] : '';
  const isNewer = /20(?:19|20)-/.test(dialect) || (dialect === '' && NEWER.test(text));
  const compiler = compilerOf(isNewer);
  const validate = withinTime(() => compiler.compile(schema), COMPILE_MS);
  if (validate === undefined) return undefined;
  let overruns = 0;
  return (value) => {
    if (overruns >= MAX_OVERRUNS) return undefined;
    const fits = withinTime(() => validate(value), VALIDATE_MS);
    if (fits === undefined) overruns += 1;
    return fits;
  };
}

const load = createRequire(import.meta.url);

/** Loaded for the first schema: most processes never judge by one, and it is a large part of what a start would load. */
function compilerOf(isNewer: boolean): Pick<ajv.Ajv, 'compile'> {
  if (!isNewer) return new (load('ajv') as typeof ajv).Ajv(OPTIONS);
  return new (load('ajv/dist/2020.js') as typeof ajv2020).Ajv2020(OPTIONS);
}

function testerOf(pattern: string): (text: string) => boolean {
  try {
    const compiled = RE2JS.compile(pattern);
    return (text) => compiled.matcher(text).find();
  } catch {
    return () => true;
  }
}
