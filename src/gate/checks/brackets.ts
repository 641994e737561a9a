const CLOSERS: ReadonlyMap<string, string> = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
]);
/** Strings and comments, in languages whose line comments begin with `#` and with `//`; each ends at its end or the text's. */
const SKIPPED_HASH =
  /"""[\s\S]*?(?:"""|$)|'''[\s\S]*?(?:'''|$)|#[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g;
const SKIPPED_SLASHES =
  /\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\[\s\S])*`/g;
const HASH_LANGUAGE = /^(?:py|python|rb|ruby|perl|r|sh|bash|yaml)/;

/** How many brackets of code stay open at its end, and how many close what was not open; strings and comments aside. */
export function countBrackets(
  code: string,
  language: string,
): { readonly open: number; readonly stray: number } {
  const open: string[] = [];
  let stray = 0;
  const skipped = HASH_LANGUAGE.test(language) ? SKIPPED_HASH : SKIPPED_SLASHES;
  for (const sign of code.replaceAll(skipped, ' ').match(/[()[\]{}]/g) ?? []) {
    const closer = CLOSERS.get(sign);
    if (closer !== undefined) open.push(closer);
    else if (open.at(-1) === sign) open.pop();
    else stray += 1;
  }
  return { open: open.length, stray };
}
