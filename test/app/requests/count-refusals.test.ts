import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { countRefusals } from '../../../src/app/requests/count-refusals.js';
import { fail } from '../../../src/errors.js';
import type { Decider } from '../../../src/extproc/decider.js';
import { errorReply } from '../../../src/mutation/error-reply.js';
import { jsonReply } from '../../../src/mutation/json-reply.js';
import type { Mutation } from '../../../src/mutation/mutation.js';
import type { RequestHead } from '../../../src/request/request-head.js';

const REFUSAL = errorReply(fail('body_not_json', 'No.').problem);

function head(path: string): RequestHead {
  return { method: 'POST', path, headers: new Map() };
}

/** What is counted of a decider that answers so. */
async function counted(onHeaders: Mutation | undefined, onBody: Mutation, path = '/v1/chat/completions') {
  const refused: string[][] = [];
  const decider: Decider = { onHeaders: () => onHeaders, onBody: () => Promise.resolve(onBody) };
  const counting = countRefusals({ refused: (...what) => refused.push(what) }, decider);
  assert.equal(counting.onHeaders(head(path)), onHeaders);
  assert.equal(
    await counting.onBody(head(path), Buffer.alloc(0), { requestId: '', traceHeaders: {} }),
    onBody,
  );
  return refused;
}

describe('countRefusals', () => {
  it('counts errors by their code, whether the head or the body brought them', async () => {
    assert.deepEqual(await counted(REFUSAL, REFUSAL), [
      ['request', 'body_not_json'],
      ['request', 'body_not_json'],
    ]);
  });

  it('tells feedback from requests', async () => {
    assert.deepEqual(await counted(undefined, REFUSAL, '/v1/feedback'), [['feedback', 'body_not_json']]);
  });

  it('counts neither good answers nor what goes on', async () => {
    assert.deepEqual(await counted(jsonReply(200, {}, 'models'), { kind: 'pass' }), []);
  });
});
