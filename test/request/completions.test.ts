import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RequestView } from '../../src/request/request-view.js';
import { assertView, problemOf, viewOf } from './view-of.js';

const PATH = '/v1/completions';

describe('completions', () => {
  const good: readonly (readonly [what: string, body: unknown, expected: Partial<RequestView>])[] = [
    ['a string', { prompt: 'Once' }, { endpoint: 'completions', lastUserText: 'Once', turns: 1, tools: [] }],
    ['several strings', { prompt: ['a', 'b'] }, { lastUserText: 'a\nb', turns: 1 }],
    ['token ids', { prompt: [1, 2, 3] }, { lastUserText: '', tokenEstimate: 10 }],
    [
      'several arrays of token ids',
      { prompt: [[1, 2], [3, 4, 5], []] },
      { lastUserText: '', tokenEstimate: 12 },
    ],
    ['a suffix', { prompt: 'def f():', suffix: 'return 1' }, { lastUserText: 'def f():\nreturn 1' }],
    ['an empty prompt', { prompt: '' }, { lastUserText: '' }],
    ['a limit of none', { prompt: 'x', max_tokens: 0, echo: true }, { maxTokens: 0 }],
    ['a stream', { prompt: 'x', stream: true, model: 'm' }, { stream: true, model: 'm' }],
  ];
  for (const [what, body, expected] of good) {
    it(`reads ${what}`, () => {
      assertView(viewOf(PATH, body), expected);
    });
  }

  const bad: readonly (readonly [body: unknown, code: string, param: string])[] = [
    [{}, 'field_missing', 'prompt'],
    [{ prompt: null }, 'field_invalid', 'prompt'],
    [{ prompt: 7 }, 'field_invalid', 'prompt'],
    [{ prompt: [] }, 'field_invalid', 'prompt'],
    [{ prompt: ['a', 1] }, 'field_invalid', 'prompt[1]'],
    [{ prompt: [1, 2.5] }, 'field_invalid', 'prompt[1]'],
    [{ prompt: [[1], ['a']] }, 'field_invalid', 'prompt[1]'],
    [{ prompt: [{}] }, 'field_invalid', 'prompt[0]'],
    [{ prompt: 'x', suffix: 7 }, 'field_invalid', 'suffix'],
    [{ prompt: 'x', max_tokens: -1 }, 'field_invalid', 'max_tokens'],
  ];
  for (const [body, code, param] of bad) {
    it(`refuses ${JSON.stringify(body)} at ${param}`, () => {
      const problem = problemOf(PATH, body);
      assert.deepEqual({ code: problem.code, param: problem.param }, { code, param });
    });
  }
});
