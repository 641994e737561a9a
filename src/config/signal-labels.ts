import type { SignalName } from './api/v1alpha1/route.js';

/** The labels of the built-in signals that a condition may name. */
export const SIGNAL_LABELS = {
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
} as const satisfies Readonly<Partial<Record<SignalName, readonly string[]>>>;

/** A signal that has labels; all others are numbers. */
export type LabelledSignal = keyof typeof SIGNAL_LABELS;

/** A signal that is a number of the request itself. */
export type NumberSignal = Exclude<SignalName, LabelledSignal>;

/** Whether the signal has labels, so that `is` may ask for them. */
export function isLabelled(signal: SignalName): signal is LabelledSignal {
  return Object.hasOwn(SIGNAL_LABELS, signal);
}
