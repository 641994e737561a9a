import type { CST } from 'yaml';

/** Deepest nesting of one document; the schemas need no more than nine levels. */
const MAX_DEPTH = 64;

/** Aliases in one document, and values that they may expand to; more is a bomb (the "billion laughs"). */
export const MAX_ALIASES = 1000;

/** Why a document must not be composed: what comes after the parser is recursive, and resolves aliases by search. */
export function limitFault(
  document: CST.Token,
): { readonly offset: number; readonly message: string } | undefined {
  const pending: { token: CST.Token; depth: number }[] = [{ token: document, depth: 0 }];
  let aliases = 0;
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { token, depth } = next;
    if (token.type === 'alias') aliases++;
    if (aliases > MAX_ALIASES) {
      return { offset: token.offset, message: `has more than ${MAX_ALIASES} aliases; write the values out` };
    }
    if (depth > MAX_DEPTH) return { offset: token.offset, message: `nests deeper than ${MAX_DEPTH} levels` };
    for (const child of childrenOf(token)) pending.push({ token: child, depth: depth + 1 });
  }
  return undefined;
}

function childrenOf(token: CST.Token): CST.Token[] {
  if (token.type === 'document') return token.value === undefined ? [] : [token.value];
  if (!('items' in token)) return [];
  return token.items.flatMap(({ key, value }) =>
    [key, value].filter((child) => child !== undefined && child !== null),
  );
}
