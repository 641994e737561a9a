import type { RegistryDraft, RouteDraft } from './draft.js';
import { commentOf, compareFindings, type Finding } from './finding.js';
import { placeFindings, type Placed } from './place-findings.js';
import { printDocument, type Written, written } from './print-document.js';

/** File names and what they hold. */
export type RegistryFiles = Readonly<Record<string, string>>;

const API_VERSION = 'dragoman.dev/v1alpha1';

/**
 * Writes a registry as YAML for people: what did not become what it was stands as a comment beside the place. The same draft
 * always gives the same text.
 *
 * @param origin the source's name and kind, for the headings
 */
export function printRegistry(
  draft: RegistryDraft,
  findings: readonly Finding[],
  origin: string,
): RegistryFiles {
  const placed = placeFindings(draft, findings);
  const heading = [
    headingOf(origin),
    ...(placed.elsewhere.length === 0 ? [] : ['', 'What has no place below:']),
    ...commentsOf(placed.elsewhere, []),
  ];
  const files: Record<string, string> = { 'pool.yaml': printDocument(writePool(draft, placed, heading)) };
  if (draft.routes.length > 0) {
    const [first, ...rest] = draft.routes.map((route, index) => {
      const told = commentsOf(placed.ofRoutes[index] ?? [], route.from);
      const own = route.comment === undefined ? told : [route.comment, ...told];
      return printDocument(writeRoute(route, index === 0 ? [headingOf(origin), '', ...own] : own));
    });
    files['routes.yaml'] = [first, ...rest].join('---\n');
  }
  return files;
}

function headingOf(origin: string): string {
  return `Converted by dragoman convert from ${origin}.`;
}

function writePool(draft: RegistryDraft, placed: Placed, heading: readonly string[]): Written {
  const models = draft.models.map(({ model, from }, index) =>
    written(model, commentsOf(placed.ofModels[index] ?? [], from)),
  );
  const pool = {
    apiVersion: API_VERSION,
    kind: 'ModelPool',
    metadata: { name: draft.pool },
    spec: {
      default: written(draft.default, [draft.defaultWhy]),
      ...(draft.aliases.length === 0
        ? {}
        : { aliases: written(draft.aliases, commentsOf(placed.ofAliases, draft.aliasesFrom)) }),
      models,
    },
  };
  return written(pool, heading);
}

function writeRoute({ name, spec }: RouteDraft, comments: readonly string[]): Written {
  return written({ apiVersion: API_VERSION, kind: 'Route', metadata: { name }, spec }, comments);
}

function commentsOf(findings: readonly Finding[], from: RouteDraft['from']): string[] {
  return [...findings].sort(compareFindings).map((finding) => {
    const depths = from.filter((path) => path.every((step, at) => finding.path[at] === step));
    return commentOf(finding, Math.max(0, ...depths.map((path) => path.length)));
  });
}
