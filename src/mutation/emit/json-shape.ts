/** What a JSON object is to a reader who does not trust it. */
export type Mapping = Readonly<Record<string, unknown>>;

export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The objects of a list; none for what is no list. */
export function mappingsOf(value: unknown): readonly Mapping[] {
  return Array.isArray(value) ? value.filter(isMapping) : [];
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
