import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  buildRequest,
  ENDPOINT_PATHS,
  type PlaygroundInput,
} from '../../../../../src/console/page/views/playground/build-request.js';
import { viewOfRow } from '../../../../../src/lab/predict/view-of-row.js';
import type { Endpoint } from '../../../../../src/request/request-view.js';

const LIMITS = { maxBodyBytes: 100_000, maxDepth: 64 };

const INPUT: PlaygroundInput = {
  ...{ mode: 'prompt', endpoint: 'chat-completions', system: 'Be brief.' },
  ...{ prompt: 'Why is the sky blue?', withTool: true, json: '' },
};

describe('what the playground sends', () => {
  for (const endpoint of Object.keys(ENDPOINT_PATHS) as Endpoint[]) {
    it(`is a request that ${endpoint} takes`, () => {
      const request = buildRequest({ ...INPUT, endpoint });
      assert.ok(typeof request === 'object');
      const view = viewOfRow({ ...request }, LIMITS);
      assert.ok(view.ok, view.ok ? '' : view.problem.message);
      assert.equal(view.value.endpoint, endpoint);
      assert.match(view.value.lastUserText, /Why is the sky blue/);
      assert.equal(view.value.tools.length, endpoint === 'completions' ? 0 : 1);
    });
  }

  it('is the body as it was written, in the mode for JSON', () => {
    const request = buildRequest({ ...INPUT, mode: 'json', json: '{"model":"auto","messages":[]}' });
    assert.deepEqual(request, { body: { model: 'auto', messages: [] }, path: '/v1/chat/completions' });
  });

  it('is nothing where something is wrong, which is said', () => {
    assert.equal(buildRequest({ ...INPUT, prompt: '  ' }), 'Write a prompt first.');
    const problemOf = (json: string): unknown => buildRequest({ ...INPUT, mode: 'json', json });
    assert.match(problemOf('{') as string, /not valid JSON/);
    assert.equal(problemOf('[]'), 'The body must be a JSON object.');
  });
});
