import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ERRORS, type ErrorCode } from '../../src/errors.js';
import { errorReply } from '../../src/mutation/error-reply.js';

describe('errorReply', () => {
  it('has the OpenAI shape, for every code', () => {
    for (const [code, { status, type }] of Object.entries(ERRORS)) {
      const reply = errorReply({ code: code as ErrorCode, message: 'what to do' });
      assert.equal(reply.status, status);
      assert.equal(reply.details, `dragoman_${code}`);
      assert.deepEqual(reply.headers, [['content-type', 'application/json']]);
      assert.deepEqual(JSON.parse(reply.body), { error: { message: 'what to do', type, param: null, code } });
    }
  });

  it('names the field at fault, and stays valid JSON whatever the message quotes', () => {
    const message = 'got "a\nb\u0000\ud800"';
    const { body } = errorReply({ code: 'field_invalid', message, param: 'messages[0].role' });
    const { error } = JSON.parse(body) as {
      readonly error: { readonly message: string; readonly param: string };
    };
    assert.equal(error.message, message);
    assert.equal(error.param, 'messages[0].role');
  });
});
