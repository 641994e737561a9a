import { DragomanError } from '../../errors.js';

/** The folder or file that holds the verb's registry. @throws DragomanError `usage` for none, or more than one */
export function locationOf(verb: string, positionals: readonly string[]): string {
  const [location, ...rest] = positionals;
  if (location !== undefined && rest.length === 0) return location;
  throw new DragomanError('usage', `${verb} takes one folder or file, got ${positionals.length}`);
}

/** As {@link locationOf}, for a verb that may go without: `undefined` for none. */
export function optionalLocationOf(verb: string, positionals: readonly string[]): string | undefined {
  return positionals.length === 0 ? undefined : locationOf(verb, positionals);
}
