/** Where the console is: the view's name and its parameters, written in the address as `#/name?parameters`. */
export interface HashRoute {
  readonly name: string;
  readonly params: URLSearchParams;
}

/** @param hash `location.hash`; anything but `#/name` names no view, and the name is empty */
export function parseHash(hash: string): HashRoute {
  const [, name = '', query = ''] = /^#\/([a-z-]*)(?:\?(.*))?$/s.exec(hash) ?? [];
  return { name, params: new URLSearchParams(query) };
}

/** Leaves parameters without a value out. */
export function formatHash(
  name: string,
  params: URLSearchParams | Readonly<Record<string, string>> = {},
): string {
  const given = new URLSearchParams(params instanceof URLSearchParams ? params : Object.entries(params));
  for (const [key, value] of [...given]) if (value === '') given.delete(key, value);
  const query = given.toString();
  return query === '' ? `#/${name}` : `#/${name}?${query}`;
}
