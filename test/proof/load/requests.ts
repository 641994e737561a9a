import type { JsonObject } from '../../../demo/stand-in/json.js';
import { policyText, poolText, routeText } from '../../support/pool-text.js';
import type { CheckedRequest } from './checked-request.js';
import { COOKING, PROGRAMMING, question } from './questions.js';

/** Pool name of the default model of {@link CHECKED_REGISTRY}. */
export const DEFAULT_MODEL = 'medium';

export interface CheckedRegistryOptions {
  /** More of the policy's `spec`, in YAML's flow style without braces, such as `onLowMargin: llm`. */
  readonly policy?: string;
}

/**
 * Files of a registry for the stand-ins small, medium and large, in which the right answer to every request of
 * {@link checkedRequests} is known.
 */
export function checkedRegistry({ policy = '' }: CheckedRegistryOptions = {}): Readonly<
  Record<string, string>
> {
  return {
    'pool.yaml': poolText(),
    'routes.yaml': [
      routeText(
        'ordered',
        'target: small, match: [{ keywords: [ordered] }], policy: { fallback: medium, timeout: 2s }',
      ),
      routeText(
        'research',
        'target: large, match: [{ headers: [{ name: x-team, exact: research }] }], policy: { fallback: medium, timeout: 2s }',
      ),
      routeText(
        'tiered',
        'cascade: { tiers: [small, large], timeouts: { small: 2s }, gate: { bar: 0.1 } }, match: [{ keywords: [tiered] }]',
      ),
      routeText(
        'cooking',
        `target: small, examples: ${JSON.stringify(COOKING.examples)}, policy: { fallback: medium, timeout: 2s }`,
      ),
      routeText(
        'programming',
        `target: large, examples: ${JSON.stringify(PROGRAMMING.examples)}, policy: { fallback: medium, timeout: 2s }`,
      ),
    ].join(''),
    'policy.yaml': policyText(policy),
  };
}

/** What a kind of request tests, in the order in which they take turns. */
export const KINDS = [
  'rule',
  'header',
  'pinned',
  'cached',
  'examples',
  'cascade',
  'escalated',
  'stream',
  'cascade stream',
  'escalated stream',
  'responses',
  'messages',
  'unknown model',
  'cancelled',
  'cancelled cascade',
] as const;

export type Kind = (typeof KINDS)[number];

/**
 * A source of requests whose right answers are known, through every layer that decides; the kinds take turns. The same
 * number gives the same request.
 *
 * @param kinds default: all
 */
export function checkedRequests(kinds: readonly Kind[] = KINDS): (number: number) => CheckedRequest {
  return (number) => {
    const kind = kinds[number % kinds.length] ?? 'rule';
    return { ...make[kind](Math.floor(number / kinds.length)), kind };
  };
}

const MEDIUM = [DEFAULT_MODEL] as const;

/** The request of a kind; `number` counts those of this kind. */
const make: Readonly<Record<Kind, (number: number) => CheckedRequest>> = {
  rule: (number) => ({ body: chat(ordered(number)), models: ['small'], standIns: MEDIUM }),
  header: (number) => ({
    body: chat(`Summarise study ${number}.`),
    headers: { 'x-team': 'research' },
    models: ['large'],
    standIns: MEDIUM,
  }),
  pinned: (number) => ({ body: chat(`Number ${number}, please.`, { model: 'large' }), models: ['large'] }),
  cached: () => ({ body: chat(question(COOKING, 0)), models: ['small'], standIns: MEDIUM }),
  examples: (number) => {
    const [topic, model] =
      number % 2 === 0 ? ([COOKING, 'small'] as const) : ([PROGRAMMING, 'large'] as const);
    return { body: chat(question(topic, number)), models: [model], standIns: MEDIUM };
  },
  cascade: (number) => ({ body: chat(tiered(number)), ...WHOLE, models: ['small'], standIns: ['large'] }),
  escalated: (number) => ({ body: chat(tiered(number), CUT), models: ['large'], standIns: ['small'] }),
  stream: (number) => ({ body: chat(ordered(number), STREAM), models: ['small'], standIns: MEDIUM }),
  'cascade stream': (number) => ({
    body: chat(tiered(number), STREAM),
    ...WHOLE,
    models: ['small'],
    standIns: ['large'],
  }),
  'escalated stream': (number) => ({
    body: chat(tiered(number), { ...STREAM, ...CUT }),
    models: ['large'],
    standIns: ['small'],
  }),
  responses: (number) => ({
    path: '/v1/responses',
    body: { model: 'auto', input: ordered(number), stream: number % 2 === 0 },
    models: ['small'],
    standIns: MEDIUM,
  }),
  messages: (number) => ({
    path: '/v1/messages',
    body: { ...chat(ordered(number)), max_tokens: 200, stream: number % 2 === 0 },
    models: ['small'],
    standIns: MEDIUM,
  }),
  'unknown model': (number) => ({ body: chat(ordered(number), { model: 'no-such-model' }), models: [] }),
  cancelled: (number) => ({
    body: chat(ordered(number), STREAM),
    ...SLOW,
    models: ['small'],
    standIns: MEDIUM,
  }),
  'cancelled cascade': (number) => ({
    body: chat(tiered(number), STREAM),
    ...SLOW,
    models: ['small'],
    standIns: ['large'],
  }),
};

const STREAM: JsonObject = { stream: true };

/** With 19 words the stand-in's answer is a whole sentence, which the gate of the first tier lets pass. */
const WHOLE = { headers: { 'x-stand-in': 'words=19' } };

/** So short a limit cuts the stand-in's answer off, which the gate of the first tier rejects; the last tier has none. */
const CUT: JsonObject = { max_tokens: 2 };

/** The answer takes a second, and its client goes away in the middle of it, or before it. */
const SLOW = { headers: { 'x-stand-in': 'words=19,gap=60' }, cancelAfterMs: 200 };

function chat(text: string, more: JsonObject = {}): JsonObject {
  return { model: 'auto', messages: [{ role: 'user', content: text }], ...more };
}

function ordered(number: number): string {
  return `This is ordered, number ${number}.`;
}

function tiered(number: number): string {
  return `tiered ${number}: which server answered me, a stand-in or a real model?`;
}
