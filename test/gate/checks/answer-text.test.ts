import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MAX_CHECKED_CHARS, readText } from '../../../src/gate/checks/answer-text.js';

describe('readText', () => {
  it('parts code from prose', () => {
    const text = 'Look:\n```python\nprint(1)\n```\nand\n~~~\nx\n~~~\ndone';
    assert.deepEqual(readText(text), {
      text,
      isCut: false,
      prose: 'Look:\nand\ndone',
      codes: [
        { language: 'python', text: 'print(1)', isClosed: true },
        { language: '', text: 'x', isClosed: true },
      ],
    });
  });

  it('knows a fence that stays open', () => {
    assert.deepEqual(readText('```js\nlet a').codes, [{ language: 'js', text: 'let a', isClosed: false }]);
  });

  it('drops what nobody sees', () => {
    assert.equal(readText(' \u200bIt\u2019s\u00ad \ufeff').text, "It's");
  });

  it('reads both ends of a text over the limit', () => {
    const { text, isCut } = readText(`start ${'x'.repeat(1_000_000)} end`);
    assert.ok(
      isCut && text.startsWith('start') && text.endsWith('end') && text.length <= MAX_CHECKED_CHARS + 1,
    );
  });
});
