import type { DefinedError } from 'ajv';
import { isMapping } from './mapping.js';
import { formatPath, quote, type Path } from './problem.js';
import { didYouMean, suggest } from './suggest.js';
import { urlFault } from './upstream-url.js';

/** One sin against a schema. */
export interface SchemaFinding {
  readonly path: Path;
  /** Whether the key or its value is at fault. */
  readonly part: 'key' | 'value';
  readonly message: string;
}

/**
 * Tells a validator's errors to a person: one sin, one finding.
 * A misspelt required key is told once, a value of the wrong type is not told to break further limits as well, and
 * nothing is told to be missing that a merge key may have brought.
 */
export function schemaFindings(errors: readonly DefinedError[], document: unknown): SchemaFinding[] {
  const misspelt = new Set<string>();
  const merged = new Set<string>();
  for (const error of errors) {
    if (error.keyword !== 'additionalProperties') continue;
    if (error.params.additionalProperty === MERGE_KEY) merged.add(error.instancePath);
    const meant = suggest(error.params.additionalProperty, knownKeys(error));
    if (meant !== undefined) misspelt.add(`${error.instancePath}/${meant}`);
  }
  const found = new Map<string, SchemaFinding>();
  for (const error of [...errors].sort(byKeyword)) {
    if (error.keyword === 'required') {
      const { instancePath, params } = error;
      if (merged.has(instancePath) || misspelt.has(`${instancePath}/${params.missingProperty}`)) continue;
    }
    const finding = findingOf(error, pathOf(error.instancePath, document));
    const key = formatPath(finding.path);
    if (!found.has(key)) found.set(key, finding);
  }
  return [...found.values()];
}

/** A merge key of YAML 1.1; YAML 1.2 has none. */
const MERGE_KEY = '<<';

const MERGE_MESSAGE = 'is a merge key, which YAML 1.2 does not have; write the fields out';

/** A wrong type comes first: whatever else is said about the value follows from it. */
function byKeyword(a: DefinedError, b: DefinedError): number {
  return Number(b.keyword === 'type') - Number(a.keyword === 'type');
}

function findingOf(error: DefinedError, path: Path): SchemaFinding {
  switch (error.keyword) {
    case 'additionalProperties': {
      const key = error.params.additionalProperty;
      if (key === MERGE_KEY) return { path: [...path, key], part: 'key', message: MERGE_MESSAGE };
      const known = knownKeys(error);
      const hint = didYouMean(key, known) || `; known keys: ${known.join(', ')}`;
      return { path: [...path, key], part: 'key', message: `is not a known key${hint}` };
    }
    case 'required':
      return { path: [...path, error.params.missingProperty], part: 'value', message: 'is required' };
    default:
      return { path, part: 'value', message: valueMessage(error, path) };
  }
}

function valueMessage(error: DefinedError, path: Path): string {
  const got = quote(error.data);
  switch (error.keyword) {
    case 'type':
      if (path.at(-1) === 'apiKey')
        return 'must be a mapping with "env" or "file"; never write the key itself';
      return typeMessage(error, got);
    case 'enum': {
      const allowed = error.params.allowedValues.map(String);
      const hint = typeof error.data === 'string' ? didYouMean(error.data, allowed) : '';
      return `must be one of ${allowed.map(quote).join(', ')}, got ${got}${hint}`;
    }
    case 'pattern': {
      const named = namedMeaning(error);
      if (path.at(-1) === 'url') return urlFault(String(error.data)) ?? `must be a base URL, got ${got}`;
      // It may be the key itself.
      if (path.at(-1) === 'env')
        return 'must be the name of an environment variable: letters, digits and `_`';
      if (error.params.pattern === '^/') return `must begin with "/", got ${got}`;
      return named === undefined
        ? `must match the pattern ${error.params.pattern}, got ${got}`
        : `must be ${named}; got ${got}`;
    }
    case 'minimum':
      return `must be at least ${error.params.limit}, got ${got}`;
    case 'maximum':
      return `must be at most ${error.params.limit}, got ${got}`;
    case 'minItems':
    case 'maxItems': {
      const bound = error.keyword === 'minItems' ? 'at least' : 'at most';
      const length = Array.isArray(error.data) ? error.data.length : 0;
      return `must have ${bound} ${error.params.limit} ${error.params.limit === 1 ? 'entry' : 'entries'}, got ${length}`;
    }
    case 'minLength':
      return 'must not be empty';
    case 'maxLength':
      return `must be at most ${error.params.limit} characters long, got ${String(error.data).length}`;
    default:
      return `${error.message ?? 'does not fit its schema'}, got ${got}`;
  }
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'a string',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
};

function typeMessage(error: DefinedError & { keyword: 'type' }, got: string): string {
  const named = namedMeaning(error);
  const wanted = `${TYPE_NAMES[error.params.type] ?? error.params.type}${neededKeys(error)}`;
  const hint = error.params.type === 'string' ? quotesHint(error.data) : '';
  return named === undefined ? `must be ${wanted}, got ${got}${hint}` : `must be ${named}; got ${got}`;
}

/** Without quotes YAML takes `1.0` for a number, and `fix: this` for a mapping. */
function quotesHint(data: unknown): string {
  if (typeof data === 'number' || typeof data === 'boolean') return '; put it in quotes';
  return isMapping(data) && Object.keys(data).length === 1 ? '; a text with ": " needs quotes' : '';
}

/** Keys that a mapping must have: ` with "input" and "output"`. */
function neededKeys({ parentSchema }: DefinedError): string {
  const required: unknown = parentSchema?.['required'];
  return Array.isArray(required) ? ` with ${required.map(quote).join(' and ')}` : '';
}

/** What a named scalar type (Duration, Name) says of itself: `a length of time: a number and …`. */
function namedMeaning(error: DefinedError): string | undefined {
  if (!/^#\/definitions\/\w+\/\w+$/.test(error.schemaPath)) return undefined;
  const description: unknown = error.parentSchema?.['description'];
  if (typeof description !== 'string' || error.parentSchema?.['type'] !== 'string') return undefined;
  return description.charAt(0).toLowerCase() + description.slice(1).replace(/\.$/, '');
}

function knownKeys(error: DefinedError): string[] {
  const properties: unknown = error.parentSchema?.['properties'];
  return typeof properties === 'object' && properties !== null ? Object.keys(properties) : [];
}

/** The keys and indices of a JSON pointer (RFC 6901); the document tells which of the two a number is. */
function pathOf(pointer: string, document: unknown): Path {
  let value = document;
  return pointer
    .split('/')
    .slice(1)
    .map((step) => {
      const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
      const isIndex = Array.isArray(value);
      value = (value as Record<string, unknown> | undefined)?.[key];
      return isIndex ? Number(key) : key;
    });
}
