/** The signals that come with Dragoman, and what each says: names in the registry, on spans and in what `predict` writes. */
export const SIGNAL_MEANINGS = {
  task: 'The kind of work that is asked for.',
  complexity: 'How hard the request is for language models.',
  domain: 'The field of knowledge; small talk and everyday matters are `other`.',
  frontier:
    'Whether cheap models are likely to fail where a strong one does not: weak, best used as a probability.',
  language: 'The language of the last user turn (ISO 639-1), or `und` for a turn without letters.',
  jailbreak: 'Whether the request tries to talk the model out of its rules.',
  injection: 'Whether it holds orders to the model from somebody else, as in a pasted mail.',
  harm: 'Whether something harmful is asked for.',
  pii: 'Whether the last user turn holds personal data or secrets.',
  reask: 'Whether the user asks again, or complains about the answer before.',
} as const;

export type BuiltinSignal = keyof typeof SIGNAL_MEANINGS;

/** Their labels. */
export const BUILTIN_SIGNALS = {
  task: ['summarization', 'extraction', 'code', 'reasoning', 'analysis', 'translation', 'chat', 'creative'],
  complexity: ['simple', 'moderate', 'complex'],
  domain: [
    ...[
      'biology',
      'business',
      'chemistry',
      'computer science',
      'economics',
      'engineering',
      'health',
      'history',
    ],
    ...['law', 'math', 'other', 'philosophy', 'physics', 'psychology'],
  ],
  frontier: ['no', 'yes'],
  language: [
    ...['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'sv', 'da', 'no', 'fi', 'pl', 'cs', 'ro', 'hu', 'tr'],
    ...['vi', 'id', 'ru', 'uk', 'bg', 'be', 'sr', 'zh', 'ja', 'ko', 'ar', 'fa', 'ur', 'he', 'hi', 'th'],
    ...['el', 'bn', 'ta', 'te', 'gu', 'pa', 'kn', 'ml', 'si', 'hy', 'ka', 'am', 'km', 'lo', 'my', 'und'],
  ],
  jailbreak: ['no', 'yes'],
  injection: ['no', 'yes'],
  harm: ['no', 'yes'],
  pii: ['no', 'yes'],
  reask: ['no', 'yes'],
} as const satisfies Readonly<Record<BuiltinSignal, readonly string[]>>;

/** Whether a signal is one of them, and so has labels; all others are numbers, see `Features`. */
export function isBuiltin(name: string): name is BuiltinSignal {
  return Object.hasOwn(BUILTIN_SIGNALS, name);
}

/** What a built-in signal says of one request. */
export interface Labelled {
  /** The most probable label. */
  readonly label: string;
  /** Calibrated probability of each label, in [0, 1]; for yes-or-no signals, `yes` is what thresholds look at. */
  readonly scores: Readonly<Record<string, number>>;
}
