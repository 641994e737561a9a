import { fail, ok, type Result } from '../../errors.js';
import type { AdminEndpoint, AdminParameter } from '../endpoint.js';

/**
 * Holds a query against the endpoint's parameters: each known, sent once and of its type. An endpoint without parameters takes
 * any, as a probe may send some.
 */
export function checkQuery(
  { path, parameters = [] }: AdminEndpoint,
  query: URLSearchParams,
): Result<undefined> {
  const known = parameters.filter((parameter) => parameter.in === 'query');
  if (known.length === 0) return ok(undefined);
  for (const name of new Set(query.keys())) {
    const parameter = known.find((one) => one.name === name);
    const shown = JSON.stringify(name.slice(0, 64));
    if (parameter === undefined) {
      const names = known.map((one) => one.name).join(', ');
      return fail('field_invalid', `${shown} is no parameter of ${path}; those are ${names}.`);
    }
    const [value = '', ...more] = query.getAll(name);
    if (more.length > 0)
      return fail('field_invalid', `The parameter ${shown} is there more than once; send one.`);
    if (!isOfType(value, parameter.type)) {
      const found = JSON.stringify(value.slice(0, 64));
      return fail('field_invalid', `The parameter ${shown} is ${found}; send ${EXPECTED[parameter.type]}.`);
    }
  }
  return ok(undefined);
}

const EXPECTED: Readonly<Record<AdminParameter['type'], string>> = {
  string: 'text without control characters',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
};

function isOfType(value: string, type: AdminParameter['type']): boolean {
  if (type === 'string') return value !== '' && !/\p{Cc}/u.test(value);
  if (type === 'boolean') return value === 'true' || value === 'false';
  return (type === 'integer' ? /^-?\d{1,15}$/ : /^-?(?:\d{1,15}(?:\.\d{1,15})?|\.\d{1,15})$/).test(value);
}
