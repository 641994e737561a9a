/** What one choice of a model led to. */
export interface Spent {
  /** Quality of the answer, in [0, 1]. */
  readonly quality: number;
  /** US dollars. */
  readonly cost: number;
}

/** A router beside one fixed model on the same prompts. */
export interface Savings {
  /** Share of the fixed model's cost that is saved; negative when the router spends more. */
  readonly saved: number;
  /** Mean quality of the router less that of the fixed model. */
  readonly gain: number;
}

/** Compares the router's choices with those of one model, prompt by prompt. */
export function savings(router: readonly Spent[], single: readonly Spent[]): Savings {
  const costOf = (rows: readonly Spent[]): number => rows.reduce((sum, { cost }) => sum + cost, 0);
  const qualityOf = (rows: readonly Spent[]): number =>
    rows.reduce((sum, { quality }) => sum + quality, 0) / rows.length;
  return { saved: 1 - costOf(router) / costOf(single), gain: qualityOf(router) - qualityOf(single) };
}
