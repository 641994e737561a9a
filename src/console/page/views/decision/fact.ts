/** How a fact speaks: for, in doubt, against, or not at all. */
export type Tone = 'good' | 'warn' | 'bad' | 'none';

/** One piece of evidence, as a sentence. */
export interface Fact {
  readonly tone: Tone;
  readonly text: string;
}

/** Worst first. */
const WEIGHT: readonly Tone[] = ['bad', 'warn', 'good', 'none'];

/** The worst of them; `none` where nothing speaks. */
export function toneOf(facts: readonly Fact[]): Tone {
  return WEIGHT.find((tone) => facts.some((fact) => fact.tone === tone)) ?? 'none';
}

export function fact(tone: Tone, text: string): Fact {
  return { tone, text };
}
