import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HEADERS } from '../../../src/mutation/wire-names.js';
import type { CheckedRequest, Fate } from './checked-request.js';
import type { Exchange } from './exchange.js';
import { judgeAnswer } from './judge-answer.js';

const REQUEST: CheckedRequest = { body: { model: 'auto' }, models: ['small'], standIns: ['spare'] };
const REFUSED: CheckedRequest = { body: { model: 'nobody' }, models: [] };

interface Said {
  readonly reason?: string;
  /** What the header says; default: the model of the body. */
  readonly told?: string;
  readonly undecided?: boolean;
  readonly fallback?: boolean;
}

function answerOf(
  model: string,
  { reason = 'rule', told = model, undecided, fallback }: Said = {},
): Exchange {
  return {
    status: 200,
    headers: {
      'content-type': 'application/json',
      [HEADERS.model]: told,
      ...(undecided !== true && { [HEADERS.decision]: 'id', [HEADERS.reason]: reason }),
      ...(fallback === true && { [HEADERS.fallback]: 'default' }),
    },
    text: JSON.stringify({ model: `stand-in/${model}`, choices: [{}] }),
  };
}

function errorOf(status: number, code: string): Exchange {
  return { status, headers: {}, text: JSON.stringify({ error: { code } }) };
}

describe('what became of a request', () => {
  const cases: readonly (readonly [what: string, fate: Fate, answer: Exchange, request?: CheckedRequest])[] =
    [
      ['a right model', 'routed', answerOf('small')],
      ['the default model, undecided', 'default', answerOf('medium', { undecided: true, fallback: true })],
      ['the default model without the encoder', 'default', answerOf('medium', { reason: 'encoder_late' })],
      ['the default model for another reason', 'wrong', answerOf('medium', { reason: 'low_margin' })],
      ['a stand-in', 'default', answerOf('spare')],
      ['another model', 'wrong', answerOf('large')],
      ['another model, undecided', 'wrong', answerOf('large', { undecided: true, fallback: true })],
      ['nobody who says why', 'wrong', answerOf('medium', { undecided: true })],
      ['a header that names another model', 'wrong', answerOf('small', { told: 'large' })],
      ['an answer that breaks off', 'wrong', { ...answerOf('small'), broken: 'ECONNRESET' }],
      ['a model that should not have been asked', 'wrong', answerOf('small'), REFUSED],
      ['a refusal that is right', 'refused', errorOf(404, 'model_not_found'), REFUSED],
      ['a refusal that is not', 'wrong', errorOf(404, 'model_not_found')],
      ["the upstream's own 404", 'wrong', errorOf(404, 'NotFoundError'), REFUSED],
      ['too many requests', 'refused', errorOf(429, 'rate_limited')],
      [
        'an open circuit breaker',
        'refused',
        errorOf(503, 'upstream_reset_before_response_started{overflow}'),
      ],
      [
        'a reset upstream',
        'lost',
        errorOf(503, 'upstream_reset_before_response_started{connection_termination}'),
      ],
      ["the upstream's own 500", 'lost', errorOf(500, 'InternalServerError')],
      ['no answer', 'lost', { status: 0, headers: {}, text: '', broken: 'ECONNRESET' }],
      [
        'a client that went away',
        'cancelled',
        { status: 0, headers: {}, text: '', broken: 'x', cancelled: true },
      ],
    ];
  for (const [what, fate, answer, request] of cases) {
    it(`${fate}: ${what}`, () => {
      assert.equal(judgeAnswer(request ?? REQUEST, answer, 'medium').fate, fate);
    });
  }

  it('is told with the reason of the decision, or the code of the error', () => {
    assert.equal(judgeAnswer(REQUEST, answerOf('small'), 'medium').reason, 'rule');
    assert.equal(judgeAnswer(REQUEST, errorOf(500, 'Broken'), 'medium').reason, 'Broken');
  });
});
