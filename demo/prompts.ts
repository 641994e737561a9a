import { FAILING_PROGRAM, MEETING_MINUTES } from './prompts/long-texts.js';
import type { JsonObject } from './stand-in/json.js';

/** A model of the demo's pool. */
type DemoModel = 'small' | 'medium' | 'large';

export interface DemoPrompt {
  /** What it shows, in a few words. */
  readonly title: string;
  /** Model that should answer; `medium` is also the pool's default. */
  readonly expected: DemoModel;
  /** Default `/v1/chat/completions`. */
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The request's body without `model`. */
  readonly body: JsonObject;
  /** The pool's name to ask for. Default `auto`. */
  readonly model?: string;
}

/** A chat of one or more turns; the user speaks first and last. */
function chat(...turns: readonly string[]): JsonObject {
  return {
    messages: turns.map((content, index) => ({ role: index % 2 === 0 ? 'user' : 'assistant', content })),
  };
}

const WEATHER_TOOL = {
  type: 'function',
  function: {
    name: 'get_forecast',
    description: 'Weather forecast of a place',
    parameters: {
      type: 'object',
      properties: { place: { type: 'string' }, days: { type: 'integer' } },
      required: ['place', 'days'],
    },
  },
};

const EVERYDAY: readonly DemoPrompt[] = [
  { title: 'greeting', expected: 'small', body: chat('hey, good evening :)') },
  {
    title: 'thanks after two turns',
    expected: 'small',
    body: chat(
      'How do I boil an egg so that the yolk stays soft?',
      'Put it into boiling water for six minutes, then into cold water.',
      'perfect, thanks so much!',
    ),
  },
  {
    title: 'joke, streamed',
    expected: 'small',
    body: { ...chat('do you know any good jokes?'), stream: true },
  },
  {
    title: 'translation',
    expected: 'small',
    body: chat('Please translate into Spanish: "The delivery will be two days late because of the snow."'),
  },
  {
    title: 'one word to translate',
    expected: 'small',
    body: chat("what's the Finnish word for lighthouse?"),
  },
  {
    title: 'long minutes to summarise',
    expected: 'small',
    body: chat(
      `Please summarise these meeting minutes, only the main points and decisions:\n\n${MEETING_MINUTES}`,
    ),
  },
];

const HARD: readonly DemoPrompt[] = [
  {
    title: 'small function',
    expected: 'large',
    body: chat('Can you write me a TypeScript function that groups an array of objects by a key?'),
  },
  {
    title: 'failing program with its trace',
    expected: 'large',
    body: chat(
      `Why does this Python script crash with a KeyError, and how do I fix it?\n\n${FAILING_PROGRAM}`,
    ),
  },
  {
    title: 'code question, third turn, streamed',
    expected: 'large',
    body: {
      ...chat(
        'I have a table "visits" in Postgres with a user_id and a timestamp.',
        'What would you like to do with it?',
        'write an SQL query that returns the latest visit of each user',
        'SELECT DISTINCT ON (user_id) * FROM visits ORDER BY user_id, ts DESC;',
        'the query is slow on 40 million rows, which index should I create?',
      ),
      stream: true,
      stream_options: { include_usage: true },
    },
  },
  { title: 'equation', expected: 'large', body: chat('solve for x: 3x^2 + 7x - 20 = 0, and show the steps') },
  {
    title: 'word problem',
    expected: 'large',
    body: chat(
      'Two pipes fill a tank in 6 and 9 hours. A third one empties it in 12 hours. How long does it take to fill the tank if all three are open?',
    ),
  },
  { title: 'proof', expected: 'large', body: chat('Prove that there are infinitely many prime numbers.') },
];

const SHOP: readonly DemoPrompt[] = [
  {
    title: 'where is my parcel',
    expected: 'medium',
    body: chat("I ordered a lamp nine days ago and it still hasn't arrived, can you check where it is?"),
  },
  {
    title: 'refund',
    expected: 'medium',
    body: {
      messages: [
        { role: 'system', content: 'You answer customers of a furniture shop. Be brief and polite.' },
        { role: 'user', content: 'I sent the chair back two weeks ago. When do I get my money back?' },
      ],
    },
  },
];

const SHAPES: readonly DemoPrompt[] = [
  {
    title: 'offers a tool',
    expected: 'large',
    body: {
      ...chat('Will it rain in Bergen this weekend?'),
      tools: [WEATHER_TOOL],
    },
  },
  {
    title: 'JSON from a text',
    expected: 'small',
    body: {
      ...chat(
        'Extract name, date and total as JSON: "Invoice 88 for Maria Lopez, 4 May, 129.90 euros, paid by card."',
      ),
      response_format: { type: 'json_object' },
    },
  },
  {
    title: 'says that it can wait',
    expected: 'small',
    headers: { 'x-workload': 'batch' },
    body: chat('Write a product description of 80 words for a foldable bicycle helmet.'),
  },
  { title: 'asks for a model by name', expected: 'large', model: 'large', body: chat('hello!') },
  {
    title: 'Responses API',
    expected: 'large',
    path: '/v1/responses',
    body: {
      input: 'Write a bash script that renames all .jpeg files in a folder to .jpg',
    },
  },
  {
    title: 'Anthropic messages',
    expected: 'small',
    path: '/v1/messages',
    body: {
      max_tokens: 200,
      messages: [{ role: 'user', content: [{ type: 'text', text: 'hello, who am I talking to?' }] }],
    },
  },
];

const OUT_OF_SCOPE: readonly DemoPrompt[] = [
  {
    title: 'follow-up that says little',
    expected: 'medium',
    body: chat(
      'Which is better for a family with a dog, the mountain hut or the house by the lake?',
      'The house by the lake has a fenced garden, so I would take that one.',
      'what about the second one?',
    ),
  },
  {
    title: 'no route is about this',
    expected: 'medium',
    body: chat('Which spices go well with roasted pumpkin?'),
  },
  {
    title: 'essay',
    expected: 'medium',
    body: chat('Write two paragraphs about the causes of the decline of the Hanseatic League.'),
  },
  {
    title: 'German',
    expected: 'medium',
    body: chat(
      'Ich suche ein Geschenk für meine Mutter, sie wird siebzig und wandert gern. Hast du eine Idee?',
    ),
  },
  { title: 'Chinese', expected: 'medium', body: chat('请给我推荐三个适合周末带孩子去的地方。') },
  {
    title: 'Spanish',
    expected: 'medium',
    body: chat('¿Qué plantas aguantan bien en un balcón con mucho sol y viento?'),
  },
];

/** Written for this demo; none of them stands among the examples of `demo/registry`. */
export const DEMO_PROMPTS: readonly DemoPrompt[] = [
  ...EVERYDAY,
  ...HARD,
  ...SHOP,
  ...SHAPES,
  ...OUT_OF_SCOPE,
];
