import { FILLERS } from './fillers.js';

/** A prompt for training, written for Dragoman. */
export interface OwnPrompt {
  readonly text: string;
  /** Place of its template; prompts of one template are left out together. */
  readonly template: number;
}

/**
 * Fills `{name}` in templates with words of {@link FILLERS}, each time with other ones: the k-th use of a filler takes
 * its k-th word in a fixed, scattered order, so that the result is the same everywhere and all words get their turn.
 *
 * @param copies prompts made of a template that has a slot; one without is taken once
 * @param fillers words of further slots
 * @throws Error for a slot that has no words
 */
export function expand(
  templates: readonly string[],
  copies: number,
  fillers: Readonly<Record<string, readonly string[]>> = {},
): OwnPrompt[] {
  const all = { ...FILLERS, ...fillers };
  const uses = new Map<string, number>();
  const next = (slot: string): string => {
    const words = all[slot];
    if (words === undefined || words.length === 0) throw new Error(`no words for the slot {${slot}}`);
    const use = uses.get(slot) ?? 0;
    uses.set(slot, use + 1);
    return words[(use * stride(words.length) + Math.floor(use / words.length)) % words.length] ?? '';
  };
  const fill = (template: string): string => template.replace(/\{(\w+)\}/g, (_, slot: string) => next(slot));
  const prompts = templates.flatMap((template, at) => {
    const count = /\{\w+\}/.test(template) ? copies : 1;
    return Array.from({ length: count }, () => ({ text: fill(template), template: at }));
  });
  return [...new Map(prompts.map((prompt) => [prompt.text, prompt])).values()];
}

/** A step that visits every place of a list and is far from 1. */
function stride(length: number): number {
  let step = Math.max(1, Math.round(length * 0.618));
  while (gcd(step, length) !== 1) step += 1;
  return step;
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}
