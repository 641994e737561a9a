import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { estimateTokens } from '../../../src/request/token-estimate.js';
import { llmBody, llmMessages } from '../../../src/router/llm/llm-prompt.js';

const CANDIDATES = [
  { route: 'small-talk', description: '', examples: ['hi', 'how are you?'] },
  { route: 'delivery', description: 'where an\n order is', examples: ['my parcel'] },
];

function contents(text: string, examples = 4): readonly string[] {
  return llmMessages(text, CANDIDATES, examples).map(({ content }) => content);
}

describe('llmMessages', () => {
  it('letters the routes, the nearest examples below them, and none at the end', () => {
    const [system = '', user = ''] = contents('Where is it?');
    assert.deepEqual(system.split('\n').slice(1), [
      'A: small-talk',
      '- hi',
      '- how are you?',
      'B: where an order is',
      '- my parcel',
      'C: none of these',
    ]);
    assert.match(user, /Where is it\?/);
  });

  it('needs under 50 tokens besides routes, examples and text', () => {
    const own = llmMessages('', [], 0).map(({ content }) => content);
    assert.ok(estimateTokens(own) < 50, own.join('\n'));
  });

  it('shows the nearest example of each route before the second of any', () => {
    assert.match(contents('x', 2)[0] ?? '', /hi[^]*my parcel/);
    assert.doesNotMatch(contents('x', 2)[0] ?? '', /how are you/);
    assert.doesNotMatch(contents('x', 0)[0] ?? '', /^- /m);
  });

  it('cuts a long text to its head and tail, and never a character in half', () => {
    const [, user = ''] = contents(`start ${'😀'.repeat(50_000)} end`);
    assert.ok(user.length < 2_100);
    assert.match(user, /start/);
    assert.match(user, /end/);
    assert.equal(Buffer.from(user).toString(), user);
    const long = [{ route: 'r', description: '😀'.repeat(9999), examples: [`x${'😀'.repeat(9999)}`] }];
    assert.ok(JSON.stringify(llmMessages('x', long, 4)).length < 1_000);
  });
});

describe('llmBody', () => {
  const messages = llmMessages('x', CANDIDATES, 0);
  const parse = (dialect: Parameters<typeof llmBody>[3]): Record<string, unknown> =>
    JSON.parse(llmBody('judge', messages, ['A', 'B', 'C'], dialect)) as Record<string, unknown>;

  it('names the model first, which is where Envoy looks, and asks for one token', () => {
    assert.match(llmBody('judge', messages, [], 'plain'), /^\{"model":"judge",/);
    const { max_tokens, temperature } = parse('plain');
    assert.deepEqual({ max_tokens, temperature }, { max_tokens: 1, temperature: 0 });
  });

  it('asks for no more than the dialect has', () => {
    assert.deepEqual(parse('vllm')['structured_outputs'], { choice: ['A', 'B', 'C'] });
    assert.deepEqual(parse('vllm')['guided_choice'], ['A', 'B', 'C']);
    assert.equal('structured_outputs' in parse('openai'), false);
    assert.equal(parse('openai')['top_logprobs'], 20);
    assert.deepEqual(Object.keys(parse('plain')), ['model', 'messages', 'max_tokens', 'temperature']);
  });
});
