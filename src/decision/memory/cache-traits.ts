import type { RequestView } from '../../request/request-view.js';

/**
 * What of a request, besides its text, a decision may depend on: two requests share a cached decision only when these
 * are the same. Lengths are counted in powers of two, so that a few words more are not another request.
 *
 * @param headers names, in lower case, of the headers that the registry's rules read
 */
export function cacheTraits(
  view: RequestView,
  headers: readonly string[] = [],
): readonly (string | undefined)[] {
  return [
    view.endpoint,
    view.model,
    view.responseFormat,
    String(view.tools.length > 0),
    String(view.toolCalls > 0),
    String(view.images > 0),
    String(view.turns > 1),
    view.languages.map(({ script }) => script).join(),
    String(Math.round(Math.log2(view.tokenEstimate + 1))),
    ...headers.map((name) => view.head.headers.get(name)),
  ];
}
