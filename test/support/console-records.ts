import type { AnswerComparison } from '../../src/record/comparison.js';
import type { Feedback } from '../../src/record/feedback.js';
import type { StoredRecord } from '../../src/record/stored-record.js';
import type { RecordStore } from '../../src/store/record-store.js';
import { buildStoredRecord } from './build-stored-record.js';

const DAY_MS = 86_400_000;
const DAYS = 21;
const A_DAY = 70;

/** US dollars per million tokens, as in `TRAFFIC_REGISTRY`. */
const PRICES: Readonly<Record<string, readonly [input: number, output: number]>> = {
  small: [0.05, 0.2],
  medium: [0.3, 1.2],
  large: [2.5, 10],
};

/** Share of the answers that users like. */
const CONTENT: Readonly<Record<string, number>> = { small: 0.74, medium: 0.85, large: 0.94 };

/** What people write, by the route that gets it, with the model that answers; the last route is none. */
const PROMPTS: readonly {
  readonly route: string | null;
  readonly model: string;
  readonly texts: readonly string[];
}[] = [
  {
    route: 'smalltalk',
    model: 'small',
    texts: [
      'hi, how is your day',
      'good morning to you',
      'you are funny',
      'thank you so much',
      'do you ever sleep',
      'tell me something nice',
      'who made you',
      'see you tomorrow',
    ],
  },
  {
    route: 'errands',
    model: 'small',
    texts: [
      'add eggs to my shopping list',
      'remind me to call mum at six',
      'what did I pay for rent in May',
      'book a haircut for Tuesday',
      'transfer 40 euros to Anna',
      'is the pharmacy still open',
    ],
  },
  {
    route: 'code',
    model: 'small',
    texts: [
      'Write a Rust function that parses a CSV line',
      'Why is my React hook called twice?',
      'Explain this stack trace of a segmentation fault',
      'Turn this loop into a list comprehension',
      'Why does this query scan the whole table?',
      'Write a unit test for a date parser',
    ],
  },
  {
    route: 'reasoning',
    model: 'large',
    texts: [
      'A tank fills in 4 hours and drains in 6. How long for both?',
      'Prove that the square root of 2 is irrational',
      'If all bloops are razzies, are all razzies bloops?',
      'How many ways are there to seat five guests?',
    ],
  },
  {
    route: 'writing',
    model: 'medium',
    texts: [
      'Draft a thank-you note to my team',
      'Shorten this paragraph',
      'A haiku about the first snow',
      'A slogan for a bakery',
      'A short speech for a wedding',
      'Make this complaint sound polite',
      'Write the first page of a ghost story',
    ],
  },
  {
    route: 'translation',
    model: 'medium',
    texts: [
      'How do I say cheers in Hungarian?',
      'Translate this menu into Spanish',
      'Put this clause into French',
      'What does gemütlich mean in English?',
      'Turn this letter into formal Italian',
    ],
  },
  {
    route: null,
    model: 'medium',
    texts: [
      'When is my tax return due?',
      'How do I file my tax return?',
      'Can I file my tax return late?',
      'How do I correct my tax return?',
      'Where is my tax refund?',
      'When do I get my tax refund?',
      'Which form do I need for my tax return?',
      'Can I file the tax return for my mother?',
      'Why is my tax refund so small?',
      'Who must file a tax return?',
      'Can I deduct my home office from my tax?',
      'What happens if I send my tax return too late?',
    ],
  },
];

/** What is sent through a router, so that something is decided right now. */
export const CONSOLE_TEXTS: readonly string[] = PROMPTS.flatMap(({ texts }) => texts);

/** Fills a store with three weeks of decisions that look like a real month: a route that decays, trials, opinions, labels. */
export async function keepConsoleRecords(store: RecordStore, now: number): Promise<void> {
  const random = createRandom(7);
  const records = Array.from({ length: DAYS * A_DAY }, (_, index) => {
    const age = (1 - index / (DAYS * A_DAY)) * DAYS;
    return recordOf(index, now - age * DAY_MS, age, random);
  });
  await store.append([...records, storyRecord(now)]);
  await store.addFeedback(records.flatMap((record) => opinionsOf(record, random)));
  await store.addFeedback([{ ...opinion(STORY_ID, now), source: 'reask', score: 0 }]);
  await store.addComparisons([STORY_COMPARISON]);
}

/** A decision of a good route and a bad model, whose whole story is told. */
export const STORY_ID = '5a0e8f6c-0000-4000-8000-00000000c0de';

const STORY_COMPARISON: AnswerComparison = {
  decision: STORY_ID,
  kind: 'shadow',
  at: Date.UTC(2026, 0, 1),
  model: 'small',
  reference: 'large',
  score: 0.31,
  referenceScore: 0.88,
  agreement: 0.22,
  preferred: 'reference',
  costUsd: 0.0031,
};

function recordOf(index: number, at: number, age: number, random: () => number): StoredRecord {
  const kind = PROMPTS[Math.floor(random() ** 1.2 * PROMPTS.length)] ?? PROMPTS[0];
  const { route, texts, model: target } = kind ?? { route: null, texts: [], model: 'medium' };
  const draw = random();
  const arm = draw < 0.1 ? 'control' : draw < 0.3 ? 'explored' : 'routed';
  const explored = ['small', 'medium', 'large'][Math.floor(random() * 3)] ?? 'small';
  const model = arm === 'control' ? 'large' : arm === 'explored' ? explored : target;
  // Translation loses its lead over the weeks.
  const decay = route === 'translation' ? Math.max(0, 12 - age) / 22 : 0;
  const margin = route === null ? random() * 0.1 : Math.max(0.02, 0.95 - decay - random() ** 2 * 0.5);
  const confidence = (1 + margin) / 2;
  const escalates = route === 'code' && arm === 'routed' && random() < (age < 7 ? 0.35 : 0.18);
  const [input, output] = [60 + Math.floor(random() * 300), 40 + Math.floor(random() * 400)];
  const failed = random() < 0.01;
  const reason = arm === 'routed' ? (route === null ? 'out_of_scope' : 'similar') : arm;
  return buildStoredRecord(`00000000-0000-4000-8000-${String(index).padStart(12, '0')}`, {
    at: Math.floor(at),
    ...{ route, model, reason, arm, margin, confidence, routedModel: target, layer: 'similarity' },
    conversation: `conversation-${index}`,
    propensity: model === target ? 0.77 : model === 'large' ? 0.17 : 0.07,
    layers: { features: 14, rules: 3, cache: 2, fast: 210, similarity: 4200 + Math.floor(random() * 4000) },
    decideUs: 4900 + Math.floor(random() * 4000),
    outOfScope: route === null ? 0.6 + random() * 0.3 : random() * 0.3,
    candidates: [
      { route: route ?? 'writing', probability: confidence },
      { route: route === 'code' ? 'reasoning' : 'code', probability: 1 - confidence },
    ],
    outlook: outlookOf(input),
    prompt: { ...promptOf(texts[Math.floor(random() * texts.length)] ?? ''), tokens: input },
    cascade: route === 'code' ? { tiers: ['small', 'large'], startedBy: 'first', streaming: 'prefix' } : null,
    attempts: route === 'code' && arm === 'routed' ? [attemptOf(escalates, input)] : [],
    outcome: {
      ...{
        status: failed ? 503 : 200,
        model: failed ? null : escalates ? 'large' : model,
        flags: failed ? ['UF'] : [],
      },
      ...{ attempts: escalates ? 2 : 1, inputTokens: input, outputTokens: output, cachedTokens: null },
      ...{ timeToFirstByteMs: 180 + random() * 300, totalMs: 600 + random() * 2400 },
    },
    costUsd:
      costOf(escalates ? 'large' : model, input, output) + (escalates ? costOf('small', input, 60) : 0),
    wastedUsd: escalates ? costOf('small', input, 60) : 0,
    defaultUsd: costOf('medium', input, output),
    strongestUsd: costOf('large', input, output),
  });
}

function storyRecord(now: number): StoredRecord {
  const text = 'Write a function that merges overlapping intervals, in linear time if they are sorted.';
  return buildStoredRecord(STORY_ID, {
    at: Math.floor(now) - 240_000,
    ...{ route: 'code', model: 'small', routedModel: 'small', layer: 'similarity', propensity: 0.77 },
    tenant: 'north',
    conversation: 'vCt0Jr1eYbHkq2oX6pS8uQ',
    layers: { features: 18, rules: 4, cache: 2, fast: 240, similarity: 5130, builtin: 260 },
    decideUs: 5760,
    ...{ margin: 0.83, confidence: 0.89, outOfScope: 0.07 },
    candidates: [
      { route: 'code', probability: 0.89 },
      { route: 'reasoning', probability: 0.06 },
      { route: 'writing', probability: 0.03 },
      { route: 'smalltalk', probability: 0.01 },
      { route: 'errands', probability: 0.01 },
    ],
    signals: {
      task: { label: 'code', probability: 0.97 },
      complexity: { label: 'moderate', probability: 0.61 },
      domain: { label: 'computer science', probability: 0.88 },
      frontier: { label: 'no', probability: 0.72 },
      language: { label: 'en', probability: 1 },
      jailbreak: { label: 'no', probability: 0.99 },
    },
    outlook: outlookOf(96),
    prompt: { ...promptOf(text), tokens: 96 },
    cascade: { tiers: ['small', 'large'], startedBy: 'first', streaming: 'buffer' },
    attempts: [attemptOf(true, 96)],
    outcome: {
      ...{ status: 200, model: 'large', flags: [], attempts: 2, inputTokens: 96, outputTokens: 310 },
      ...{ cachedTokens: null, timeToFirstByteMs: 1240, totalMs: 3480 },
    },
    costUsd: costOf('large', 96, 310) + costOf('small', 96, 60),
    wastedUsd: costOf('small', 96, 60),
    defaultUsd: costOf('medium', 96, 310),
    strongestUsd: costOf('large', 96, 310),
    traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  });
}

function promptOf(text: string): StoredRecord['prompt'] {
  const facts = { turns: 1, tools: 0, images: 0, format: 'text', isRedacted: false, isCut: false } as const;
  return { ...facts, tokens: 0, hash: null, messages: [{ role: 'user', text }] };
}

function attemptOf(isRejected: boolean, inputTokens: number): StoredRecord['attempts'][number] {
  return {
    ...{ model: 'small', status: 200, inputTokens, outputTokens: 60, escalated: isRejected },
    ...(isRejected
      ? { score: 0.06, passed: false, reasons: ['truncated', 'repetition'] }
      : { score: 0.91, passed: true, reasons: [] }),
  };
}

function outlookOf(input: number): StoredRecord['outlook'] {
  const quality = { small: 0.62, medium: 0.8, large: 0.93 };
  return Object.fromEntries(
    Object.entries(quality).map(([model, good]) => [
      model,
      { quality: good, costUsd: costOf(model, input, 300) },
    ]),
  );
}

function costOf(model: string, input: number, output: number): number {
  const [perInput, perOutput] = PRICES[model] ?? [0, 0];
  return (input * perInput + output * perOutput) / 1e6;
}

function opinionsOf({ id, at, route, model }: StoredRecord, random: () => number): Feedback[] {
  const given: Feedback[] = [];
  if (random() < 0.12) {
    given.push({ ...opinion(id, at), score: random() < (CONTENT[model] ?? 0) ? 1 : 0 });
  }
  if (random() < 0.1 && route !== null) {
    const other = route === 'translation' ? 'writing' : route === 'code' ? 'reasoning' : 'smalltalk';
    given.push({ ...opinion(id, at), source: 'label', route: random() < 0.86 ? route : other });
  }
  return given;
}

function opinion(decision: string, at: number): Feedback {
  return { decision, source: 'user', at: at + 60_000, score: null, route: null, model: null, tags: [] };
}

/** Numbers in [0, 1) that are the same in every run. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
