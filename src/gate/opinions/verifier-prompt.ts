import { cutMiddle } from '../../request/cut-middle.js';
import type { Answer } from '../answer.js';
import type { Ask } from '../ask.js';

export interface VerifierMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

const TASK =
  'You check answers of an assistant. Say yes if the answer is correct, complete and does what was asked; say no if it is wrong, declines, stops in the middle or misses the point. Reply with one word: yes or no.';

/** Two good answers and two bad ones, each bad in its own way. */
const EXAMPLES: readonly (readonly [ask: string, answer: string, isGood: boolean])[] = [
  ['A train goes 60 km in 45 minutes. How fast is it in km/h?', '60 km / 0.75 h = 80 km/h.', true],
  ['A shirt costs 40 euros and is 15 % off. What do I pay?', '15 % of 40 is 4, so you pay 36 euros.', false],
  ['Which river flows through Vienna?', 'The Danube.', true],
  ['List three uses of baking soda.', 'Baking soda has many uses. 1. Cleaning: it', false],
];

/** Longest part of a prompt and of an answer that is shown, in UTF-16 units: half from each end. */
const MAX_PROMPT = 3_000;
const MAX_ANSWER = 4_000;

/** The question whether an answer is good: the task, four examples, the prompt and its answer. */
export function verifierMessages(ask: Ask, answer: Answer): readonly VerifierMessage[] {
  return [
    { role: 'system', content: TASK },
    ...EXAMPLES.flatMap(([prompt, text, isGood]): readonly VerifierMessage[] => [
      { role: 'user', content: question(prompt, text) },
      { role: 'assistant', content: isGood ? 'yes' : 'no' },
    ]),
    {
      role: 'user',
      content: question(cutMiddle(ask.prompt, MAX_PROMPT), cutMiddle(answer.text, MAX_ANSWER)),
    },
  ];
}

function question(prompt: string, answer: string): string {
  return `Asked:\n${prompt}\n\nAnswer:\n${answer}\n\nIs the answer good?`;
}
