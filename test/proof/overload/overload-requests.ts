import { policyText, poolText } from '../../support/pool-text.js';
import type { CheckedRequest } from '../load/checked-request.js';
import { COOKING, PROGRAMMING, question } from '../load/questions.js';
import { checkedRegistry, checkedRequests, type Kind } from '../load/requests.js';

const ASKING = [
  'decisionCache: { nearDuplicates: false }, onLowMargin: llm, margin: 0.5',
  'llmRouter: { model: small, deadline: 1s, maxShare: 1, tokensPerMinute: 100000000 }',
].join(', ');

/** The checked registry with every layer switched on, and with room for as many requests as come. */
export const OVERLOAD_REGISTRY: Readonly<Record<string, string>> = {
  ...checkedRegistry(),
  'pool.yaml': poolText().replaceAll(' price:', ' maxRequests: 20000, price:'),
  'policy.yaml': policyText(ASKING),
};

/** How often each kind comes in {@link ROUND}; the rest of the round is new text. */
const CHEAP: readonly Kind[] = [
  'rule',
  'rule',
  'header',
  'pinned',
  'cached',
  'cached',
  'cascade',
  'escalated',
];

/** Requests after which the kinds come again: 8 that are cheap to decide, 8 by examples, 4 in doubt. */
const ROUND = 20;
const DOUBTFUL_FROM = 16;

const CHECKED = checkedRequests(CHEAP);

/**
 * Request `number` of the load, whose right answer is known. Six in ten are texts that were not seen before, so that the layers
 * below the cache have to say something of them; one in five is a text of two subjects, about which the small model is asked.
 */
export function overloadRequest(number: number): CheckedRequest {
  const [round, place] = [Math.floor(number / ROUND), number % ROUND];
  if (place < CHEAP.length) return CHECKED(round * CHEAP.length + place);
  if (place < DOUBTFUL_FROM) {
    const [topic, model] =
      place % 2 === 0 ? ([COOKING, 'small'] as const) : ([PROGRAMMING, 'large'] as const);
    const text = `${question(topic, round)} ${asLetters(number)}`;
    return { body: chat(text), models: [model], standIns: ['medium'], kind: 'examples' };
  }
  const text = `${doubtful(number)} ${asLetters(number)}`;
  return { body: chat(text), models: ['small', 'large', 'medium'], kind: 'doubtful' };
}

function doubtful(number: number): string {
  const one = COOKING.things[number % COOKING.things.length] ?? '';
  const other = PROGRAMMING.things[number % PROGRAMMING.things.length] ?? '';
  return `how do I sort ${one} by ${other} for my kitchen program?`;
}

/** Makes a text new to the cache, which takes digits for the same, and says nothing of its subject. */
function asLetters(number: number): string {
  return `(${number.toString(26).replaceAll(/[0-9]/g, (digit) => 'qrstuvwxyz'.charAt(Number(digit)))})`;
}

function chat(text: string): CheckedRequest['body'] {
  return { model: 'auto', messages: [{ role: 'user', content: text }] };
}
