/** Days between labels that people find easy to read. */
const STEPS = [1, 2, 7, 14, 28, 56, 91, 182, 364] as const;

/**
 * Which days get a label: the last, and those before it at even steps.
 *
 * @param count of days
 * @param room for labels, in labels
 * @returns indices, ascending
 */
export function dayTicks(count: number, room: number): number[] {
  if (count <= 0) return [];
  const most = Math.max(1, Math.floor(room));
  const step = STEPS.find((each) => Math.ceil(count / each) <= most) ?? Math.ceil(count / most);
  const found: number[] = [];
  for (let at = count - 1; at >= 0; at -= step) found.unshift(at);
  return found;
}
