import type { Cursor } from '../cursor.js';

/** What LiteLLM tries when a model fails. */
export interface Fallbacks {
  /** By public name: the names that are tried, with their places. */
  readonly of: ReadonlyMap<string, readonly NamedFallback[]>;
  /** For names that have none of their own. */
  readonly otherwise: readonly NamedFallback[];
}

export interface NamedFallback {
  readonly name: string;
  readonly at: Cursor;
}

/** Reads `fallbacks` and `default_fallbacks` of the router's settings and of LiteLLM's; the router's go before. */
export function readFallbacks(root: Cursor): Fallbacks {
  const of = new Map<string, readonly NamedFallback[]>();
  const otherwise: NamedFallback[] = [];
  for (const section of [root.at('router_settings'), root.at('litellm_settings')]) {
    for (const [name, list] of section
      .at('fallbacks')
      .items()
      .flatMap((entry) => entry.entries())) {
      const named = readNames(list);
      if (!of.has(name)) of.set(name, named);
      else for (const { at } of named) at.tell('lost', 'the name has fallbacks already');
    }
    otherwise.push(...readNames(section.at('default_fallbacks')));
  }
  return { of, otherwise };
}

function readNames(list: Cursor): NamedFallback[] {
  return list.items().flatMap((at) => {
    const name = at.text();
    return name === undefined ? [] : [{ name, at }];
  });
}
