import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BODY_SIZES, chatBody, LONGEST_ASK, RULE_ASK } from '../../../bench/path/bodies.js';
import { parseObject } from '../../../demo/stand-in/json.js';

describe('chatBody', () => {
  for (const bytes of BODY_SIZES) {
    it(`has exactly ${bytes} bytes, with the model last`, () => {
      for (const ask of [RULE_ASK, 'x'.repeat(LONGEST_ASK)]) {
        const body = chatBody(bytes, ask);
        assert.equal(Buffer.byteLength(body), bytes);
        assert.ok(body.endsWith(',"model":"auto"}'));
        assert.ok(parseObject(body) !== undefined);
      }
    });
  }

  it('differs only in the ask, where that is as long', () => {
    const [one, other] = [chatBody(2048, 'who was late?'), chatBody(2048, 'what was sold')];
    assert.equal(one.replace('who was late?', 'what was sold'), other);
  });

  it('refuses a size without room for a request', () => {
    assert.throws(() => chatBody(20, RULE_ASK), /no body has only 20 bytes/);
  });
});
