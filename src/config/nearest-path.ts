import { existsSync, readdirSync } from 'node:fs';
import { join, normalize, sep } from 'node:path';
import { suggest } from './suggest.js';

/** `; did you mean "examples/smallest"?` for a misspelt path, or nothing; nor for one that exists. */
export function didYouMeanPath(path: string): string {
  if (existsSync(path)) return '';
  const nearest = nearestPath(path);
  return nearest === undefined ? '' : `; did you mean "${nearest}"?`;
}

/** The path that exists and that this one most likely means: each of its names may be misspelt. */
function nearestPath(path: string): string | undefined {
  let found = path.startsWith(sep) ? sep : '';
  for (const name of normalize(path).split(sep)) {
    if (name === '') continue;
    const meant = existsSync(join(found, name)) ? name : suggest(name, namesIn(found));
    if (meant === undefined) return undefined;
    found = join(found, meant);
  }
  // A link that leads nowhere is listed, and is not there.
  return existsSync(found) ? found : undefined;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder === '' ? '.' : folder);
  } catch {
    return [];
  }
}
