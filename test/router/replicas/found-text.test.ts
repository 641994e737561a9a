import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, it } from 'node:test';
import type { Found } from '../../../src/decision/comparison.js';
import { formatFound, MOST_CHARACTERS, parseFound } from '../../../src/router/replicas/found-text.js';

const SECRET = 'a secret of the replicas';
const AT = 1_800_000_000_000;
const FOUND: Found = {
  ...{ ok: true, layer: 'similarity' },
  scores: {
    routes: [
      { route: 'code', probability: 0.1 + 0.2 },
      { route: 'talk', probability: 1e-9 },
    ],
    outOfScope: 0.25,
  },
};

const knows = (route: string): boolean => ['code', 'talk'].includes(route);

function written(found: Found = FOUND, key = 'key', secret = SECRET): string {
  const text = formatFound(key, { found, at: AT }, secret);
  assert.ok(text !== undefined);
  return text;
}

/** What anybody could write who knew the secret. */
function sealed(change: Readonly<Record<string, unknown>>): string {
  const fields = { at: AT, by: 'heads', outOfScope: 0.25, routes: [['code', 0.5]], ...change };
  const body = JSON.stringify(fields);
  return createHmac('sha256', SECRET).update(`key\n${body}`).digest('base64url').slice(0, 22) + body;
}

describe('a finding as text', () => {
  it('comes back as it was, to the last digit', () => {
    assert.deepEqual(parseFound('key', written(), SECRET, knows), { found: FOUND, at: AT });
    const byModel: Found = {
      ...{ ok: true, layer: 'llm', saidByModel: true },
      scores: { ...FOUND.scores, intents: ['talk', 'code'] },
    };
    assert.deepEqual(parseFound('key', written(byModel), SECRET, knows)?.found, byModel);
  });

  it('holds no text of a request, and is short', () => {
    assert.ok(written().length < 150, written());
  });

  it('is refused under another key, with another secret, and when a character changed', () => {
    assert.equal(parseFound('other', written(), SECRET, knows), undefined);
    assert.equal(parseFound('key', written(FOUND, 'key', 'guessed'), SECRET, knows), undefined);
    const text = written();
    for (let at = 0; at < text.length; at += 1) {
      const changed = text.slice(0, at) + (text[at] === '0' ? '1' : '0') + text.slice(at + 1);
      assert.equal(parseFound('key', changed, SECRET, knows), undefined, changed);
    }
  });

  it('is refused when it is anything else', () => {
    const strange = [
      '',
      '{}',
      'null',
      'x'.repeat(MOST_CHARACTERS * 10),
      '\u0000\uffff',
      written().slice(0, -1),
    ];
    for (const text of strange)
      assert.equal(parseFound('key', text, SECRET, knows), undefined, text.slice(0, 9));
  });

  for (const [what, change] of [
    ['a route that is not in service', { routes: [['gone', 0.5]] }],
    ['no routes', { routes: [] }],
    ['a probability above 1', { routes: [['code', 1.5]] }],
    ['a probability that is text', { routes: [['code', '0.5']] }],
    ['no probability', { routes: [['code']] }],
    ['an unknown source', { by: 'dice' }],
    ['a time that is text', { at: 'now' }],
    ['no out-of-scope score', { outOfScope: undefined }],
    ['an intent that is not in service', { intents: ['gone'] }],
    ['intents that are no list', { intents: 'code' }],
  ] as const) {
    it(`is refused with ${what}, whoever sealed it`, () => {
      assert.equal(parseFound('key', sealed(change), SECRET, knows), undefined);
    });
  }

  it('may know fields of a later version', () => {
    assert.equal(parseFound('key', sealed({ later: true }), SECRET, knows)?.at, AT);
  });

  it('is not written when it would be too long', () => {
    const routes = [{ route: 'x'.repeat(MOST_CHARACTERS), probability: 1 }];
    const found: Found = { ...FOUND, scores: { routes, outOfScope: 0 } };
    assert.equal(formatFound('key', { found, at: AT }, SECRET), undefined);
  });
});
