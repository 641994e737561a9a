/** What the list is narrowed to; an empty word is no condition. */
export interface LiveFilters {
  readonly route: string;
  readonly model: string;
  readonly reason: string;
  /** A number in [0, 1] as it was typed. */
  readonly marginBelow: string;
}

const FILTER_NAMES = ['route', 'model', 'reason', 'marginBelow'] as const;

export const NO_FILTERS: LiveFilters = { route: '', model: '', reason: '', marginBelow: '' };

type Filterable = Readonly<{
  route: string | null;
  model: string;
  reason: string;
  margin: number | null;
}>;

export function readFilters(params: URLSearchParams): LiveFilters {
  const of = (name: string): string => params.get(name)?.trim() ?? '';
  return { route: of('route'), model: of('model'), reason: of('reason'), marginBelow: of('marginBelow') };
}

export function hasFilters(filters: LiveFilters): boolean {
  return FILTER_NAMES.some((name) => filters[name] !== '');
}

/** Whether a new decision belongs into the list: the same conditions that the server applies to what is stored. */
export function matches(line: Filterable, { route, model, reason, marginBelow }: LiveFilters): boolean {
  if (route !== '' && line.route !== route) return false;
  if (model !== '' && line.model !== model) return false;
  if (reason !== '' && line.reason !== reason) return false;
  return marginBelow === '' || (line.margin !== null && line.margin < Number(marginBelow));
}

/** @param after `next` of the page before; `undefined` for the newest */
export function pagePath(filters: LiveFilters, limit: number, after: string | undefined): string {
  const query = new URLSearchParams({ limit: String(limit) });
  for (const name of FILTER_NAMES) if (filters[name] !== '') query.set(name, filters[name]);
  if (after !== undefined) query.set('after', after);
  return `/decisions?${query.toString()}`;
}
