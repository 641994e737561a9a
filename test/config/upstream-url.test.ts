import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseUpstreamUrl, urlFault } from '../../src/config/upstream-url.js';

describe('parseUpstreamUrl', () => {
  const cases: readonly (readonly [string, readonly [boolean, string, number, string]])[] = [
    ['http://h:8000/v1', [false, 'h', 8000, '/v1']],
    ['http://h:8000/v1/', [false, 'h', 8000, '/v1']],
    ['http://h', [false, 'h', 80, '/v1']],
    ['http://h/', [false, 'h', 80, '/v1']],
    ['http://models', [false, 'models', 80, '/v1']],
    ['https://api.example.com/openai/v1', [true, 'api.example.com', 443, '/openai/v1']],
    ['https://[2001:db8::1]', [true, '2001:db8::1', 443, '/v1']],
    ['http://[::1]:8000/v1', [false, '::1', 8000, '/v1']],
  ];
  for (const [text, [tls, host, port, pathPrefix]] of cases) {
    it(text, () => {
      assert.equal(urlFault(text), undefined);
      assert.deepEqual(parseUpstreamUrl(text), { tls, host, port, pathPrefix });
    });
  }
});

describe('urlFault', () => {
  for (const text of [
    'h:8000',
    'http://',
    'http://h:0',
    'http://[::1',
    'http://h/v1#x',
    'http://h/v1/messages',
  ]) {
    it(`refuses ${text}`, () => {
      assert.ok(urlFault(text)?.includes(JSON.stringify(text)));
    });
  }

  it('never repeats a password', () => {
    for (const text of ['https://u:secret@h/v1', 'http://:secret@h', 'ftp://u:secret@h', '//u:secret@h']) {
      assert.doesNotMatch(urlFault(text) ?? 'secret', /secret/);
    }
  });
});
