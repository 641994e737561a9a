import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { estimateTokens } from '../../../src/request/token-estimate.js';
import { llmMessages } from '../../../src/router/llm/llm-prompt.js';

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
