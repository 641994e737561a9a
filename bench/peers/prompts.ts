/** The models of the comparison; `large` is for whatever is neither small talk nor code. */
export const MODELS = ['small', 'coder', 'large'] as const;
export type ModelName = (typeof MODELS)[number];

export interface AskedPrompt {
  readonly text: string;
  /** Where the person who wrote the configuration would want it. */
  readonly wanted: ModelName;
}

const SMALL_TALK: readonly string[] = [
  'hey, good morning! did you sleep well?',
  'cheers, you are a star',
  'make me laugh, I had a long day',
  'ok bye, talk to you tomorrow',
  'what is your favourite colour?',
  'happy birthday to me :)',
  'thank you so much, that was exactly what I needed',
];

const CODE: readonly string[] = [
  'My Go test fails with a data race, where do I start?',
  'Rewrite this shell loop so that it runs in parallel',
  'What does TypeError: undefined is not a function mean here?',
  'Give me a regular expression for dates like 2026-11-22',
  'Refactor the class so that the database is injected',
  'Implement a least-recently-used cache in Rust',
  'Why is my SQL query slow when I add a join?',
];

const NEITHER: readonly string[] = [
  'Summarise the quarterly report for the board in five points',
  'Which visa do I need to work in Japan for a year?',
  'Draft a letter to my landlord about the broken heating',
  'What is the boiling point of ethanol at 2,000 metres?',
  'Compare fixed and variable mortgages for a first-time buyer',
  'Plan a three-day hike in the Dolomites in September',
];

/** Written for this comparison before any router had seen them, and not changed since. */
export const PROMPTS: readonly AskedPrompt[] = [
  ...SMALL_TALK.map((text) => ({ text, wanted: 'small' as const })),
  ...CODE.map((text) => ({ text, wanted: 'coder' as const })),
  ...NEITHER.map((text) => ({ text, wanted: 'large' as const })),
];
