/** Problems told at most; a file of another shape has one on every line. */
const MOST_TOLD = 20;

/** The first problems, and how many more there are. */
export function firstProblems(problems: readonly string[]): string[] {
  const more = problems.length - MOST_TOLD;
  return more > 0 ? [...problems.slice(0, MOST_TOLD), `and ${more} more`] : [...problems];
}
