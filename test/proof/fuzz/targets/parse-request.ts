import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ERRORS } from '../../../../src/errors.js';
import { askOf } from '../../../../src/gate/ask-of.js';
import { parseRequest } from '../../../../src/request/parse-request.js';
import { MAX_TEXT_CHARS, type RequestView } from '../../../../src/request/request-view.js';
import { defineTarget } from '../fuzz-target.js';
import { headerList } from '../grammar/header-text.js';
import { ENDPOINT_PATHS, rawRequest } from '../grammar/request-body.js';
import { isJsonObjectBody } from '../reference/json-body.js';

export const LIMITS = { maxDepth: 64, maxBodyBytes: 1_048_576 };

const WHOLE_NUMBERS = ['tokenEstimate', 'turns', 'images', 'toolCalls'] as const;

export const parseRequestTarget = defineTarget({
  name: 'parse-request',
  claim:
    'Reading a request never throws: it gives a view whose figures are sound, or a problem of the closed table. A body that a reference parser refuses is refused, too.',
  weight: 14,
  arbitrary: fc.record({ request: rawRequest, headers: fc.oneof(fc.constant([]), headerList) }),
  prepare:
    () =>
    ({ request: { endpoint, body }, headers }) => {
      const head = { method: 'POST', path: ENDPOINT_PATHS[endpoint], headers: new Map(headers) };
      const parsed = parseRequest(head, body, LIMITS);
      if (!parsed.ok) {
        assertProblem(parsed.problem);
        return;
      }
      assert.ok(isJsonObjectBody(body, LIMITS.maxDepth), 'a body that is no JSON object was read');
      assertView(parsed.value);
      assert.equal(askOf(parsed.value).prompt, parsed.value.lastUserText);
    },
});

/** A problem that a client may be shown: a known code, and a message on one line. */
export function assertProblem({ code, message }: { readonly code: string; readonly message: string }): void {
  assert.ok(Object.hasOwn(ERRORS, code), code);
  assert.ok(message.length > 0 && message.length < 1_000, `a message of ${message.length} characters`);
  assert.doesNotMatch(message, /[\r\n]/);
}

function assertView(view: RequestView): void {
  for (const name of WHOLE_NUMBERS) {
    assert.ok(Number.isSafeInteger(view[name]) && view[name] >= 0, `${name} is ${view[name]}`);
  }
  for (const { share } of view.languages) assert.ok(share > 0 && share <= 1, `share ${share}`);
  for (const { text, images, toolCalls } of view.messages) {
    assert.ok(typeof text === 'string' && text.length <= MAX_TEXT_CHARS);
    assert.ok(images >= 0 && toolCalls >= 0);
  }
  assert.ok(view.lastUserText.length <= MAX_TEXT_CHARS && view.system.length <= MAX_TEXT_CHARS);
  assert.ok(view.maxTokens === undefined || (Number.isSafeInteger(view.maxTokens) && view.maxTokens >= 0));
  assert.equal(view.maxTokens === undefined, view.maxTokensField === undefined);
  for (const { name, description } of view.tools)
    assert.ok(typeof name + typeof description === 'stringstring');
}
