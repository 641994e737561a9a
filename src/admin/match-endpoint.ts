import type { AdminEndpoint } from './endpoint.js';

/** An endpoint at a path, whatever its method, and the values of the path's parts in braces. */
export interface EndpointMatch {
  readonly endpoint: AdminEndpoint;
  readonly parts: Readonly<Record<string, string>>;
}

/**
 * The endpoints at a path; several differ in their method. Segments are compared as sent, and only those that stand for a
 * part in braces are decoded: one that does not decode, or is empty, matches nothing.
 *
 * @param path as sent, without its query
 */
export function matchEndpoints(endpoints: readonly AdminEndpoint[], path: string): readonly EndpointMatch[] {
  const segments = path.split('/');
  return endpoints.flatMap((endpoint) => {
    const parts = matchSegments(endpoint.path.split('/'), segments);
    return parts === undefined ? [] : [{ endpoint, parts }];
  });
}

const PART = /^\{([a-z]+)(\+?)\}$/i;

function matchSegments(
  pattern: readonly string[],
  segments: readonly string[],
): Record<string, string> | undefined {
  const parts: Record<string, string> = {};
  for (const [at, expected] of pattern.entries()) {
    const [, name, takesRest] = PART.exec(expected) ?? [];
    const segment = takesRest === '+' ? segments.slice(at).join('/') : segments[at];
    if (name === undefined ? segment !== expected : !segment) return undefined;
    if (name === undefined || segment === undefined) continue;
    const value = decoded(segment);
    if (value === undefined) return undefined;
    parts[name] = value;
    if (takesRest === '+') return parts;
  }
  return pattern.length === segments.length ? parts : undefined;
}

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
