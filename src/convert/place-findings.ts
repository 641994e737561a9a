import type { Path } from '../config/problem.js';
import type { RegistryDraft } from './draft.js';
import type { Finding } from './finding.js';

/** Findings by where they stand in the output. */
export interface Placed {
  /** By the model's index. */
  readonly ofModels: readonly (readonly Finding[])[];
  /** By the route's index. */
  readonly ofRoutes: readonly (readonly Finding[])[];
  readonly ofAliases: readonly Finding[];
  readonly elsewhere: readonly Finding[];
}

/** Puts each finding beside what was made of the nearest place around it; the first of several that are as near. */
export function placeFindings(draft: RegistryDraft, findings: readonly Finding[]): Placed {
  const ofModels: Finding[][] = draft.models.map(() => []);
  const ofRoutes: Finding[][] = draft.routes.map(() => []);
  const ofAliases: Finding[] = [];
  const elsewhere: Finding[] = [];
  const places = [
    ...draft.routes.map(({ from }, index) => ({ from, list: ofRoutes[index] })),
    ...draft.models.map(({ from }, index) => ({ from, list: ofModels[index] })),
    { from: draft.aliasesFrom, list: draft.aliases.length === 0 ? undefined : ofAliases },
  ];
  for (const finding of findings) {
    let nearest: { readonly depth: number; readonly list: Finding[] } | undefined;
    for (const { from, list } of places) {
      const depth = Math.max(0, ...from.map((path) => (isWithin(finding.path, path) ? path.length : 0)));
      if (list !== undefined && depth > (nearest?.depth ?? 0)) nearest = { depth, list };
    }
    (nearest?.list ?? elsewhere).push(finding);
  }
  return { ofModels, ofRoutes, ofAliases, elsewhere };
}

function isWithin(path: Path, outer: Path): boolean {
  return outer.every((step, at) => path[at] === step);
}
