/** How the reasoning of an answer fits the option that it chooses. */
export interface OptionSupport {
  /** Options that the prompt offers; 0 for fewer than three. */
  readonly offered: number;
  readonly isOffered: boolean;
  /** Share of the chosen option's words that the reasoning holds, in [0, 1]. */
  readonly chosen: number;
  /** The largest such share among the other options. */
  readonly best: number;
  /** The chosen option's text, as a whole, is in the reasoning. */
  readonly isQuoted: boolean;
  /** So is another one's. */
  readonly isOtherQuoted: boolean;
}

const OPTION = /(?:^|\n)\s*\(?([A-Z])[).:]\s*(.*)/g;
const WORD = /[\p{L}\p{N}.]*[\p{L}\p{N}]/gu;
const LEAST_OPTIONS = 3;
const NO_SUPPORT: OptionSupport = {
  ...{ offered: 0, isOffered: false, chosen: 0, best: 0, isQuoted: false, isOtherQuoted: false },
};

/** Compares the options of a multiple-choice prompt with the reasoning before the chosen letter. */
export function optionSupport(prompt: string, letter: string | undefined, reasoning: string): OptionSupport {
  const options = optionsOf(prompt);
  if (options.size < LEAST_OPTIONS) return NO_SUPPORT;
  const offered = options.size;
  const own = letter === undefined ? undefined : options.get(letter);
  if (own === undefined) return { ...NO_SUPPORT, offered };
  const plain = normalised(reasoning);
  const words = new Set(plain.match(WORD));
  const share = (option: string): number => {
    const parts = normalised(option).match(WORD) ?? [];
    return parts.length === 0 ? 0 : parts.filter((part) => words.has(part)).length / parts.length;
  };
  const isIn = (option: string): boolean => {
    const text = normalised(option).trim();
    return text !== '' && ` ${plain} `.includes(text);
  };
  const others = [...options].flatMap(([key, option]) => (key === letter ? [] : [option]));
  return {
    ...{ offered, isOffered: true, chosen: share(own), best: Math.max(...others.map(share)) },
    ...{ isQuoted: isIn(own), isOtherQuoted: others.some(isIn) },
  };
}

/** Lettered from A without a gap. */
function optionsOf(prompt: string): Map<string, string> {
  const options = new Map<string, string>();
  for (const [, letter = '', text = ''] of prompt.matchAll(OPTION)) {
    if (letter.charCodeAt(0) === 65 + options.size) options.set(letter, text);
  }
  return options;
}

function normalised(text: string): string {
  return text.toLowerCase().replace(/[$\\,{}]/g, '');
}
