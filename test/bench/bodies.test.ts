import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BODY_SIZES, chatBody } from '../../bench/bodies.js';

describe('chatBody', () => {
  for (const bytes of BODY_SIZES) {
    it(`has exactly ${bytes} bytes, with the model last`, () => {
      for (const decidedBy of ['rule', 'encoder'] as const) {
        const body = chatBody(bytes, decidedBy);
        assert.equal(body.length, bytes);
        assert.ok(body.toString().endsWith(',"model":"auto"}'));
      }
    });
  }

  it('differs only in its last sentence', () => {
    const [rule, encoder] = [chatBody(2048, 'rule').toString(), chatBody(2048, 'encoder').toString()];
    assert.match(rule, /incident report/);
    assert.equal(rule.slice(0, 1900), encoder.slice(0, 1900));
    assert.doesNotMatch(encoder, /incident report/);
  });

  it('refuses a size without room for a request', () => {
    assert.throws(() => chatBody(20, 'rule'), /no body has only 20 bytes/);
  });
});
