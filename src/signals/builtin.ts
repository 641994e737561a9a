/** The signals that come with Dragoman: names in the registry, on spans and in what `predict` writes. */
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
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type BuiltinSignal = keyof typeof BUILTIN_SIGNALS;

/** What a built-in signal says of one request. */
export interface Labelled {
  /** The most probable label. */
  readonly label: string;
  /** Calibrated probability of each label, in [0, 1]; for yes-or-no signals, `yes` is what thresholds look at. */
  readonly scores: Readonly<Record<string, number>>;
}
