import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkTruncated } from '../../../src/gate/checks/truncated.js';
import { REJECTING_STRENGTH } from '../../../src/gate/judge-answer.js';
import { readText } from '../../../src/gate/checks/answer-text.js';
import { buildAnswer, buildAsk, findingOf } from '../build.js';

const PROMPT = 'Explain how bread rises.';

describe('checkTruncated', () => {
  it('believes an upstream that met its limit', () => {
    const finding = findingOf(checkTruncated, PROMPT, 'Yeast eats sugar.', { finish: 'length' });
    assert.ok(finding !== undefined && finding.strength >= REJECTING_STRENGTH);
  });

  it('is lenient where the client set the limit itself', () => {
    const answer = buildAnswer('Yeast eats', { finish: 'length', outputTokens: 2 });
    const finding = checkTruncated(buildAsk(PROMPT, { maxTokens: 2 }), answer, readText(answer.text));
    assert.ok(finding !== undefined && finding.strength < REJECTING_STRENGTH);
  });

  for (const text of [
    'Yeast eats sugar. The gas that it makes is held by the',
    'Yeast eats sugar and makes gas,',
    'The dough needs 2 hours, so the total is 2 +',
    'Yeast eats sugar.\nThen the gas makes bubbl',
    'Yeast eats the sugar of the dough. Its gas makes bubbles that the gluten hol',
  ]) {
    it(`sees that "${text.slice(-30)}" goes on`, () => {
      assert.equal(findingOf(checkTruncated, PROMPT, text)?.reason, 'truncated');
    });
  }

  it('weighs an open end less where the model stopped of itself', () => {
    const text = 'Yeast eats sugar. The gas that it makes is held by the';
    const finding = findingOf(checkTruncated, PROMPT, text, { finish: 'stop' });
    assert.ok(finding !== undefined && finding.strength < REJECTING_STRENGTH);
  });

  for (const text of [
    'Yeast eats sugar and makes gas.',
    '42',
    'The answer is (B)',
    'So he has 5 apples left',
    '1. Flour\n2. Water\n3. Salt',
    'Yes',
    'Fresh bread today! Come in and taste #sourdough',
    'Here is the code:\n\n```python\nprint(1)\n```',
    '酵母吃糖并产生气体。',
    '',
  ]) {
    it(`lets ${JSON.stringify(text.slice(-24))} end`, () => {
      assert.equal(findingOf(checkTruncated, PROMPT, text), undefined);
    });
  }
});
