const MILLISECONDS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Longest duration of a registry: 24 hours, in milliseconds. */
export const MAX_DURATION_MS = 86_400_000;

/** Whole milliseconds of a duration such as `150ms`, `1.5s`, `5m` or `1h`; `undefined` when it is none. */
export function parseDuration(text: string): number | undefined {
  const [, digits, unit] = /^([0-9]+(?:\.[0-9]+)?)(ms|s|m|h)$/.exec(text) ?? [];
  const factor = MILLISECONDS[unit ?? ''];
  return factor === undefined ? undefined : Math.round(Number(digits) * factor);
}
