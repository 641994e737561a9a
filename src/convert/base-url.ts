import { urlFault } from '../config/upstream-url.js';
import { variableOf } from './api-key.js';
import { asName } from './name-giver.js';
import type { Cursor } from './cursor.js';
import type { ConvertOptions } from './tool.js';

/** What an OpenAI client adds to a base URL, and people sometimes have added. */
const ENDPOINT = /\/(chat\/completions|completions|responses|messages|models|embeddings)\/*$/;

/**
 * A base URL as the registry takes it. One that stands in a variable of the environment is read from there, or gets an
 * address that cannot be reached and a finding.
 * @returns `undefined` when there is none that could be used
 */
export function readBaseUrl(cursor: Cursor, { environment }: ConvertOptions): string | undefined {
  const text = cursor.text();
  if (text === undefined) return undefined;
  const variable = variableOf(text);
  const written = variable === undefined ? text : environment[variable];
  if (written === undefined || written.trim() === '') {
    const why = `the address stands in the variable ${variable ?? ''}, which is not set here`;
    cursor.tell('todo', why, 'write it as url, or convert again with the variable set');
    return `https://${asName((variable ?? '').replaceAll('_', '-'))}.invalid/v1`;
  }
  const url = written.trim().replace(ENDPOINT, '').replace(/\/+$/, '');
  if (urlFault(url) !== undefined) {
    // The URL may hold a key; not even the fault is told, for it may quote it.
    const advice = 'write it as http(s)://HOST/PATH, without user, password or query';
    cursor.tell('lost', 'it is no base URL that the registry takes', advice);
    return undefined;
  }
  return url;
}
