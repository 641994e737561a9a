/** A share in per cent with one digit behind the point; `-` where there is none. */
export function percent(share: number): string {
  return Number.isFinite(share) ? (100 * share).toFixed(1) : '-';
}
