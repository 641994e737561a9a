/** Opacity of a share in [0, 1]: by its root, since the shares that matter are small. */
export function cellStrength(share: number): number {
  return Math.round((0.08 + 0.92 * Math.sqrt(Math.min(1, Math.max(0, share)))) * 100) / 100;
}
