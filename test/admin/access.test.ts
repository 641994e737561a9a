import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkAccess, isLoopbackHost } from '../../src/admin/access.js';

const LOOPBACK = { isLoopback: true, token: undefined };

function codeOf(headers: Readonly<Record<string, string>>, access = LOOPBACK): string {
  const checked = checkAccess(access, headers, false);
  return checked.ok ? 'ok' : checked.problem.code;
}

describe('checkAccess, on loopback', () => {
  it('takes requests for a loopback name', () => {
    for (const host of [
      'localhost',
      'LOCALHOST:9902',
      'localhost.:1',
      '127.0.0.1',
      '127.8.8.8:80',
      '[::1]:9902',
      '[::1]',
    ]) {
      assert.equal(codeOf({ host }), 'ok', host);
    }
  });

  it('refuses any other name, which a page could have pointed here', () => {
    for (const host of [
      ...['', 'evil.example', 'evil.example:9902', 'localhost.evil.example', '127.0.0.1.evil.example'],
      ...['10.0.0.1', '0.0.0.0', '[::2]', '127.0.0.1@evil.example', 'localhost:9902:1', '[::1].evil.example'],
    ]) {
      assert.equal(codeOf({ host }), 'host_forbidden', host);
    }
    assert.equal(codeOf({}), 'host_forbidden');
  });

  it('holds for probes too', () => {
    assert.equal(checkAccess(LOOPBACK, { host: 'evil.example' }, true).ok, false);
  });

  it('refuses the page of another site, but lets a link lead here', () => {
    const host = 'localhost:9902';
    assert.equal(
      codeOf({ host, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }),
      'host_forbidden',
    );
    assert.equal(codeOf({ host, 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors' }), 'host_forbidden');
    assert.equal(codeOf({ host, 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors' }), 'ok');
    assert.equal(codeOf({ host, 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' }), 'ok');
    assert.equal(codeOf({ host, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }), 'ok');
  });
});

describe('checkAccess, elsewhere', () => {
  const access = { isLoopback: false, token: 'a-token' };

  it('takes any name, and the token only', () => {
    const host = 'dragoman.example';
    assert.equal(checkAccess(access, { host, authorization: 'Bearer a-token' }, false).ok, true);
    assert.equal(checkAccess(access, { host, authorization: 'Bearer a-token2' }, false).ok, false);
    assert.equal(checkAccess(access, { host }, true).ok, true);
  });

  it('is asked for on loopback too, where one is set', () => {
    const onLoopback = { ...access, isLoopback: true };
    assert.equal(checkAccess(onLoopback, { host: 'localhost' }, false).ok, false);
    assert.equal(
      checkAccess(onLoopback, { host: 'localhost', authorization: 'Bearer a-token' }, false).ok,
      true,
    );
    assert.equal(checkAccess(onLoopback, { host: 'localhost' }, true).ok, true);
  });

  it('says which variable to set where none is', () => {
    const checked = checkAccess(
      { isLoopback: false, token: undefined },
      { authorization: 'Bearer undefined' },
      false,
    );
    assert.ok(!checked.ok);
    assert.equal(checked.problem.code, 'token_unset');
    assert.match(checked.problem.message, /DRAGOMAN_ADMIN_TOKEN/);
    assert.equal(checkAccess({ isLoopback: false, token: undefined }, {}, true).ok, true);
  });

  it('never quotes what was sent', () => {
    const checked = checkAccess(access, { authorization: 'Bearer my-other-password' }, false);
    assert.ok(!checked.ok);
    assert.doesNotMatch(checked.problem.message, /my-other-password|a-token/);
  });
});

describe('isLoopbackHost', () => {
  it('knows what only this machine can reach', () => {
    assert.deepEqual(
      ['127.0.0.1', '::1', 'localhost', '0.0.0.0', '::', '192.168.0.1', 'dragoman'].map(isLoopbackHost),
      [true, true, true, false, false, false, false],
    );
  });
});
