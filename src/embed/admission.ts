/** Guesses how long texts take, from those that were just done. */
export interface Admission {
  /** What a text costs compared to others, from its length; close to its tokens. */
  weigh(text: string): number;
  /** Tells the true time of a text of this weight. */
  observe(weight: number, milliseconds: number): void;
  /** Milliseconds for work of this total weight on one thread; 0 until something was observed. */
  expect(weight: number): number;
}

/** The model's fixed cost, in tokens: a text of 128 tokens takes about 3.3 times as long as one of 32. */
const BASE = 10;
const CHARACTERS_PER_TOKEN = 4;
/** Share of the newest observation: old ones fade over about ten texts. */
const NEWEST = 0.1;

/** @param mostTokens tokens of the longest window; longer texts cost no more */
export function createAdmission(mostTokens: number): Admission {
  let perWeight: number | undefined;
  return {
    weigh: (text) => BASE + Math.min(mostTokens, text.length / CHARACTERS_PER_TOKEN),
    observe(weight, milliseconds) {
      const now = milliseconds / weight;
      perWeight = perWeight === undefined ? now : perWeight + NEWEST * (now - perWeight);
    },
    expect: (weight) => weight * (perWeight ?? 0),
  };
}
