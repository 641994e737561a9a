import type { Answer } from '../../src/gate/answer.js';
import type { Ask } from '../../src/gate/ask.js';
import { readText } from '../../src/gate/checks/answer-text.js';
import type { Check } from '../../src/gate/checks/check.js';
import type { Finding } from '../../src/gate/finding.js';

export function buildAsk(prompt = '', extra: Partial<Ask> = {}): Ask {
  return { prompt, system: '', responseFormat: 'text', tools: [], ...extra };
}

export function buildAnswer(text = '', extra: Partial<Answer> = {}): Answer {
  return { text, finish: 'unknown', toolCalls: [], hasMedia: false, ...extra };
}

/** What one check says of a text. */
export function findingOf(
  check: Check,
  prompt: string,
  text: string,
  extra: Partial<Answer> = {},
): Finding | undefined {
  return check(buildAsk(prompt), buildAnswer(text, extra), readText(text));
}
