import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { verifierMessages } from '../../../src/gate/opinions/verifier-prompt.js';
import { buildAnswer, buildAsk } from '../build.js';

describe('verifierMessages', () => {
  it('asks about the answer behind examples of both kinds', () => {
    const messages = verifierMessages(buildAsk('What is 6 x 7?'), buildAnswer('42'));
    assert.equal(messages[0]?.role, 'system');
    assert.deepEqual(
      messages.filter(({ role }) => role === 'assistant').map(({ content }) => content),
      ['yes', 'no', 'yes', 'no'],
    );
    const last = messages.at(-1);
    assert.equal(last?.role, 'user');
    assert.ok(last.content.includes('What is 6 x 7?') && last.content.includes('42'));
  });

  it('shows both ends of long texts, and whole signs', () => {
    const answer = buildAnswer(`start${'🙂'.repeat(5_000)}end`);
    const content = verifierMessages(buildAsk('p'.repeat(100_000)), answer).at(-1)?.content ?? '';
    assert.ok(content.length < 8_000 && content.includes('start') && content.includes('end'));
    assert.equal(Buffer.from(content).toString(), content);
  });
});
