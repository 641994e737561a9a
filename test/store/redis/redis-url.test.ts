import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describeRedisFault } from '../../../src/store/redis/redis-fault.js';
import { parseRedisUrl } from '../../../src/store/redis/redis-url.js';
import { DragomanError } from '../../../src/errors.js';

describe('the URL of a shared cache', () => {
  for (const [url, shown] of [
    ['redis://cache', 'redis://cache'],
    ['redis://:a-secret@cache:6379/2', 'redis://cache:6379/2'],
    ['redis://a-secret@cache', 'redis://cache'],
    ['rediss://dragoman:a-secret@cache.example:6380', 'rediss://dragoman@cache.example:6380'],
    ['redis://[::1]:6379/', 'redis://[::1]:6379/'],
  ] as const) {
    it(`may be ${shown}`, () => {
      assert.deepEqual(parseRedisUrl(url), { url, shown });
    });
  }

  for (const [url, message] of [
    ['cache:a-secret', /is a cache: URL; give redis:\/\/USER:PASSWORD/],
    ['a-secret', /has no scheme/],
    ['http://u:a-secret@cache', /is a http: URL/],
    ['redis://u:a-secret@cache:port', /cannot be read.*escaped as %XX/],
    ['redis://:a-secret@cache/zero', /redis:\/\/cache\/zero: "zero" is no number of a database/],
    ['redis:///0', /names no host/],
    ['redis://:a-secret%@cache', /at cache are not well escaped; write a % as %25/],
  ] as const) {
    it(`is refused: ${url.replace('a-secret', '***')}`, () => {
      assert.throws(
        () => parseRedisUrl(url),
        (error) => {
          assert.ok(error instanceof DragomanError && error.code === 'usage', String(error));
          assert.match(error.message, message);
          assert.doesNotMatch(error.message, /a-secret/);
          return true;
        },
      );
    });
  }
});

describe('a fault of a shared cache', () => {
  for (const [error, message] of [
    [new Error('OOM command not allowed'), /maxmemory-policy allkeys-lru": OOM command not allowed/],
    [Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }), /nobody listens there/],
    [new AggregateError([Object.assign(new Error(''), { code: 'ECONNREFUSED' })]), /nobody listens there/],
    [new Error('Socket closed unexpectedly'), /^redis:\/\/cache: Socket closed unexpectedly$/],
    ['odd', /^redis:\/\/cache: odd$/],
  ] as const) {
    it(`is told in one line: ${String(error)}`, () => {
      assert.match(describeRedisFault(error, 'redis://cache'), message);
    });
  }
});
