/** Microseconds of wall time since a mark of `performance.now`. */
export function since(start: number): number {
  return (performance.now() - start) * 1000;
}
