import { policyText, routeText } from './pool-text.js';
import type { RegistryFiles } from './stack.js';

const POOL = `
apiVersion: dragoman.dev/v1alpha1
kind: ModelPool
metadata: { name: pool }
spec:
  default: medium
  aliases: [auto, dragoman/auto, gpt-4o-mini, gpt-4o, claude-3-5-sonnet]
  models:
    - { name: small, url: '{{small}}', model: stand-in/small, price: { input: 0.05, output: 0.2 }, quality: 0.62 }
    - { name: medium, url: '{{medium}}', model: stand-in/medium, price: { input: 0.3, output: 1.2 }, quality: 0.8 }
    - { name: large, url: '{{large}}', model: stand-in/large, price: { input: 2.5, output: 10 }, quality: 0.93 }
`;

const EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  smalltalk: [
    'hello, how are you doing today',
    'tell me a joke about cats',
    'thanks, you have been a great help',
    'are you a human or a machine',
    'what is your name',
    'good night, sleep well',
  ],
  errands: [
    'pay the electricity bill from my savings account',
    'put oat milk on the grocery list',
    'how much did I spend on petrol last month',
    'wake me up at half past six tomorrow',
    'which documents do I need to fly to Norway',
    'book a table for four on Friday evening',
  ],
  code: [
    'Write a function that reverses a linked list in Go',
    'Why does this SQL query return duplicate rows?',
    'Refactor this class so that it can be unit tested',
    'Write a Python script that merges two CSV files',
    'Fix the null pointer exception in this Java method',
    'Implement binary search without recursion',
  ],
  reasoning: [
    'A train leaves at noon and travels 80 km an hour. When does it reach a town 200 km away?',
    'Anna is older than Ben, and Ben is older than Carl. Who is the youngest?',
    'If three pens cost 4.50 dollars, what do eleven pens cost?',
    'Solve the equation 4x - 7 = 2x + 9',
    'How many ways are there to seat five guests in a row?',
    'Prove that the sum of two odd numbers is even',
  ],
  writing: [
    'Write a short poem about the sea in winter',
    'Summarise the following article in three sentences',
    'Draft a polite letter of complaint to a landlord',
    'Rewrite this paragraph in a more formal tone',
    'Suggest five titles for an essay on friendship',
    'Describe a busy market through the eyes of a child',
  ],
  translation: [
    'Translate this sentence into Italian',
    'How do you say good luck in Korean?',
    'Translate the following text to German and keep the tone',
    'What does this Portuguese proverb mean in English?',
    'Please render this paragraph in French',
    'Put this e-mail into Polish',
  ],
};

const GOALS: Readonly<Record<string, string>> = {
  smalltalk: 'target: small',
  errands: 'target: small, policy: { fallback: medium }',
  code: 'cascade: { tiers: [small, large], gate: { bar: 0.1 } }',
  reasoning: 'target: large',
  writing: 'objective: { quality: 0.75 }',
  translation: 'target: medium, policy: { fallback: large }',
};

/**
 * A registry for the recorded traffic: every kind of route, models with prices and declared quality, a control group,
 * exploration, and prompts that are kept.
 */
export const TRAFFIC_REGISTRY: RegistryFiles = {
  'pool.yaml': POOL,
  'routes.yaml': Object.entries(EXAMPLES)
    .map(([name, examples]) => routeText(name, `${GOALS[name] ?? ''}, examples: ${JSON.stringify(examples)}`))
    .join(''),
  'policy.yaml': policyText(
    'controlGroup: { share: 0.1 }, exploration: { share: 0.2 }, records: { text: full }, encoder: { deadline: 2s, queue: 1000 }',
  ),
};
