import type { Answer } from '../answer.js';
import type { AnswerText } from './answer-text.js';
import type { Ask } from '../ask.js';
import type { Finding } from '../finding.js';

/** One check: pure, linear in the text; `undefined` where it holds nothing against the answer. */
export type Check = (ask: Ask, answer: Answer, text: AnswerText) => Finding | undefined;
