import type { ApiKey } from '../config/api/v1alpha1/model-pool.js';
import { asName } from './name-giver.js';
import type { Cursor } from './cursor.js';

/** What people write where a server needs no key. */
const PLACEHOLDERS = new Set([
  ...['', 'none', 'null', 'empty', 'dummy', 'fake', 'fake-key', 'dummy-key', 'na', 'n/a', 'no-key', 'nokey'],
  ...['not-needed', 'anything', 'placeholder', 'sk-none', 'sk-dummy', 'sk-fake'],
]);

const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** The variable that `os.environ/NAME`, `${NAME}` or `$NAME` stands for; `undefined` for anything else. */
export function variableOf(text: string): string | undefined {
  const [, slash, braced, plain] = /^(?:os\.environ\/(.+)|\$\{([^}]+)\}|\$(\w+))$/.exec(text.trim()) ?? [];
  const name = slash ?? braced ?? plain;
  return name !== undefined && VARIABLE.test(name) ? name : undefined;
}

/**
 * The key of a model. A literal one is never copied: the document names a variable for it, which has to be set.
 *
 * @param owner for the variable's name, such as `gpt-4o`
 */
export function readKey(cursor: Cursor, owner: string): ApiKey | undefined {
  if (!cursor.exists) return undefined;
  const text = typeof cursor.value === 'string' ? cursor.value : undefined;
  const variable = text === undefined ? undefined : variableOf(text);
  if (variable !== undefined) {
    cursor.take();
    return { env: variable };
  }
  if (text !== undefined && PLACEHOLDERS.has(text.trim().toLowerCase())) {
    cursor.tell('lost', 'it is no key but a placeholder', 'add apiKey if the server wants one');
    return undefined;
  }
  const env = variableNameOf(owner);
  cursor.take();
  cursor.tell('todo', 'a literal key is never copied', `set ${env} to it in Envoy's environment`);
  return { env };
}

/** `gpt-4o` becomes `GPT_4O_API_KEY`. */
function variableNameOf(owner: string): string {
  const name = asName(owner)
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_');
  return `${/^[0-9]/.test(name) ? 'MODEL_' : ''}${name}_API_KEY`;
}
