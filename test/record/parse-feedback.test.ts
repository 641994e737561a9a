import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ErrorCode } from '../../src/errors.js';
import { isFeedbackPath, parseFeedback, problemOfHead } from '../../src/record/parse-feedback.js';
import { buildHead } from '../support/build-view.js';

const ID = '7f9c24e5-4b5a-4d7e-9d0a-3f1f0a6b8c11';

const parse = (fields: object): ReturnType<typeof parseFeedback> =>
  parseFeedback(Buffer.from(JSON.stringify(fields)));

describe('parseFeedback', () => {
  it('reads thumbs as scores, and everything else as it is', () => {
    const rest = { route: null, model: null, tags: [] };
    assert.deepEqual(parse({ decision: ID, thumbs: 'up' }), {
      ok: true,
      value: { decision: ID, score: 1, ...rest },
    });
    assert.deepEqual(parse({ decision: ID, thumbs: 'down', tags: ['late', 'rude', 'late'] }), {
      ok: true,
      value: { decision: ID, score: 0, ...rest, tags: ['late', 'rude'] },
    });
    assert.deepEqual(parse({ decision: ID, score: 0.25, route: 'code', model: 'large' }), {
      ok: true,
      value: { decision: ID, score: 0.25, route: 'code', model: 'large', tags: [] },
    });
  });

  it('takes a mere correction, a mere tag, and null for absent', () => {
    const correction = parse({ decision: ID, thumbs: null, route: 'code', tags: null });
    assert.ok(correction.ok);
    assert.equal(correction.value.score, null);
    assert.ok(parse({ decision: ID, tags: ['größer 😀'] }).ok);
    assert.ok(parse({ decision: ID, score: 0 }).ok);
  });

  const bad: readonly [what: string, fields: object, code: ErrorCode, param: string | undefined][] = [
    ['no decision', { thumbs: 'up' }, 'field_missing', 'decision'],
    ['a decision that is no id', { decision: 'one', thumbs: 'up' }, 'field_invalid', 'decision'],
    ['a decision of another type', { decision: [ID], thumbs: 'up' }, 'field_invalid', 'decision'],
    ['nothing said', { decision: ID }, 'field_missing', 'thumbs'],
    ['an empty list of tags alone', { decision: ID, tags: [] }, 'field_missing', 'thumbs'],
    ['a field that is not known', { decision: ID, thumb: 'up' }, 'field_invalid', 'thumb'],
    ['a prototype', { decision: ID, ['constructor']: 1 }, 'field_invalid', 'constructor'],
    ['other thumbs', { decision: ID, thumbs: 'sideways' }, 'field_invalid', 'thumbs'],
    ['thumbs and a score', { decision: ID, thumbs: 'up', score: 0 }, 'field_invalid', 'score'],
    ['a score over 1', { decision: ID, score: 1.01 }, 'field_invalid', 'score'],
    ['a score under 0', { decision: ID, score: -0.01 }, 'field_invalid', 'score'],
    ['a score in words', { decision: ID, score: '1' }, 'field_invalid', 'score'],
    ['a route that is no name', { decision: ID, route: 7 }, 'field_invalid', 'route'],
    ['a model without letters', { decision: ID, model: '' }, 'field_invalid', 'model'],
    ['an endless name', { decision: ID, model: 'm'.repeat(300) }, 'field_invalid', 'model'],
    ['tags that are no list', { decision: ID, tags: 'late' }, 'field_invalid', 'tags'],
    ['a thousand tags', { decision: ID, tags: Array<string>(1_000).fill('x') }, 'field_invalid', 'tags'],
    ['a tag of another type', { decision: ID, tags: ['a', 1] }, 'field_invalid', 'tags[1]'],
    ['an empty tag', { decision: ID, tags: [''] }, 'field_invalid', 'tags[0]'],
    ['an endless tag', { decision: ID, tags: ['x'.repeat(65)] }, 'field_invalid', 'tags[0]'],
    ['a tag with control characters', { decision: ID, tags: ['a\u0000b'] }, 'field_invalid', 'tags[0]'],
    ['half an emoji', { decision: ID, tags: ['\ud83d'] }, 'field_invalid', 'tags[0]'],
  ];
  for (const [what, fields, code, param] of bad) {
    it(`refuses ${what}`, () => {
      const parsed = parse(fields);
      assert.ok(!parsed.ok);
      assert.deepEqual([parsed.problem.code, parsed.problem.param], [code, param]);
      assert.ok(parsed.problem.message.length < 300, parsed.problem.message);
    });
  }

  const raw: readonly [what: string, body: string | Buffer, code: ErrorCode][] = [
    ['no body', '', 'body_missing'],
    ['what is no JSON', '{"decision":', 'body_not_json'],
    ['a score that JSON does not know', `{"decision":"${ID}","score":NaN}`, 'body_not_json'],
    ['a score without end', `{"decision":"${ID}","score":1e999}`, 'field_invalid'],
    ['a list', '[]', 'field_invalid'],
    ['bytes that are no text', Buffer.from([0x7b, 0xff, 0x7d]), 'body_not_utf8'],
    ['a deep body', `{"tags":[[[[1]]]]}`, 'body_too_deep'],
    ['a huge body', `{"tags":["${'x'.repeat(20_000)}"]}`, 'body_too_large'],
    ['a prototype in JSON', `{"decision":"${ID}","thumbs":"up","__proto__":{"score":1}}`, 'field_invalid'],
  ];
  for (const [what, body, code] of raw) {
    it(`refuses ${what}`, () => {
      const parsed = parseFeedback(Buffer.from(body));
      assert.ok(!parsed.ok);
      assert.equal(parsed.problem.code, code);
    });
  }
});

describe('the head of feedback', () => {
  it('is known by its path', () => {
    for (const path of ['/v1/feedback', '/v1/feedback/', '/v1/feedback?a=1']) assert.ok(isFeedbackPath(path));
    for (const path of ['/v1/feedback/x', '/v1/feedbacks', '/feedback', '/V1/feedback']) {
      assert.ok(!isFeedbackPath(path), path);
    }
  });

  it('is refused for its method, its encoding and its length', () => {
    const codeOf = (headers: Record<string, string>, method = 'POST'): string | undefined =>
      problemOfHead(buildHead(headers, '/v1/feedback', method))?.problem.code;
    assert.equal(codeOf({ 'content-length': '16384' }), undefined);
    assert.equal(codeOf({ 'content-length': '16385' }), 'body_too_large');
    assert.equal(codeOf({}, 'GET'), 'method_not_allowed');
    assert.equal(codeOf({ 'content-encoding': 'br' }), 'encoding_unsupported');
  });
});
