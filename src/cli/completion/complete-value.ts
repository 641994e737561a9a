import type { Flag } from '../manual/manual.js';

/** What a shell can offer for the value of a flag. */
export type Offer =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'files' }
  | { readonly kind: 'folders' }
  | { readonly kind: 'words'; readonly words: readonly string[] };

/** What the manual says of the flag's value, as a shell understands it. `undefined` for a flag without a value. */
export function offerOf({ type, value = '' }: Flag): Offer | undefined {
  if (type === 'boolean') return undefined;
  if (/^[a-z_-]+(\|[a-z_-]+)+$/.test(value)) return { kind: 'words', words: value.split('|') };
  if (/^(FILE|PATH|BUNDLE)$/.test(value)) return { kind: 'files' };
  if (/^(DIR2?|DIR\|none)$/.test(value)) return { kind: 'folders' };
  return { kind: 'nothing' };
}
