import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import type { DecisionsPage } from '../../src/admin/api/decisions.js';
import { openRecordStore } from '../../src/store/open-record-store.js';
import { type AdminAnswer, askAdmin } from '../support/ask-admin.js';
import { buildStoredRecord } from '../support/build-stored-record.js';
import { createCleanUp } from '../support/clean-up.js';
import { dragoman } from '../support/dragoman.js';
import { startServe } from '../support/start-serve.js';
import { temporaryFolder } from '../support/temporary-folder.js';

function codeOf(answer: AdminAnswer): string {
  return (answer.json() as { readonly error: { readonly code: string } }).error.code;
}

describe('the admin port of a server without Envoy', () => {
  const cleanUp = createCleanUp();
  const work = temporaryFolder();
  after(() => cleanUp.run());

  it('keeps to itself what is not open, where a token is set', async () => {
    const { port, child } = await startServe({
      work,
      env: { DRAGOMAN_ADMIN_TOKEN: 'a-token-of-this-test' },
    });
    cleanUp.add(() => child.stop());
    for (const path of ['/healthz', '/readyz', '/metrics', '/openapi.json']) {
      assert.equal((await askAdmin(port, path)).status, 200, path);
    }
    const { paths } = (await askAdmin(port, '/openapi.json')).json() as { paths: Record<string, object> };
    const open = [
      '/',
      '/console',
      '/console/',
      '/console/{file}',
      '/healthz',
      '/readyz',
      '/metrics',
      '/openapi.json',
    ];
    for (const [path, methods] of Object.entries(paths)) {
      if (open.includes(path)) continue;
      for (const method of Object.keys(methods)) {
        const answer = await askAdmin(port, path, { method: method.toUpperCase() });
        assert.deepEqual([answer.status, codeOf(answer)], [401, 'token_invalid'], path);
      }
    }
  });

  it('asks for its token, and pages with it over ten thousand decisions', async () => {
    const url = `sqlite:${join(work, 'records.db')}`;
    const store = await openRecordStore(url);
    const records = Array.from({ length: 10_000 }, (_, at) =>
      buildStoredRecord(`r${at}`, { at: 1_700_000_000_000 + (at >> 2) }),
    );
    await store.append(records);
    await store.close();
    const token = 'a-token-of-this-test';
    const flags = ['--records', url];
    const { port, child } = await startServe({
      ...{ work, flags },
      env: { DRAGOMAN_ADMIN_TOKEN: token },
    });
    cleanUp.add(() => child.stop());
    for (const authorization of ['', 'Bearer wrong', `Bearer ${token}x`, `Basic ${token}`]) {
      const answer = await askAdmin(port, '/decisions', { headers: { authorization } });
      assert.deepEqual([answer.status, codeOf(answer)], [401, 'token_invalid'], authorization);
      assert.match(String(answer.headers['www-authenticate']), /^Bearer/);
    }
    const headers = { authorization: `Bearer ${token}`, host: 'dragoman.example' };
    const seen: string[] = [];
    for (let after = ''; ;) {
      const answer = await askAdmin(port, `/decisions?limit=200${after}`, { headers });
      assert.equal(answer.status, 200, answer.text);
      const { decisions, next } = answer.json() as DecisionsPage;
      seen.push(...decisions.map(({ id }) => id));
      if (next === null) break;
      after = `&after=${encodeURIComponent(next)}`;
    }
    assert.deepEqual(seen, records.map(({ id }) => id).reverse());
  });

  it('tells that the store is away, and goes on', async () => {
    const flags = ['--records', 'postgres://user:hunter2@127.0.0.1:9/none'];
    const { port, child } = await startServe({ work, flags });
    cleanUp.add(() => child.stop());
    const answer = await askAdmin(port, '/decisions/some-id');
    assert.deepEqual([answer.status, codeOf(answer)], [503, 'store_unavailable'], answer.text);
    assert.doesNotMatch(answer.text, /hunter2|at .*\.js/);
    const page = (await askAdmin(port, '/decisions')).json() as DecisionsPage;
    assert.equal(page.source, 'memory');
    assert.equal((await askAdmin(port, '/readyz')).status, 200);
    assert.equal((await askAdmin(port, '/config')).status, 200);
  });

  it('cuts off what is no HTTP or has endless headers', async () => {
    const { port, child } = await startServe({ work });
    cleanUp.add(() => child.stop());
    for (const bytes of [
      '\x16\x03\x01 hello',
      `GET / HTTP/1.1\r\nhost: localhost\r\nx: ${'y'.repeat(100_000)}\r\n\r\n`,
    ]) {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => undefined);
      socket.write(bytes);
      socket.resume();
      await new Promise((resolve) => socket.once('close', resolve));
    }
    assert.equal((await askAdmin(port, '/healthz')).status, 200);
    assert.equal((await askAdmin(port, '/decisions')).status, 200);
  });

  it('refuses to start with a link to traces that is none', () => {
    const ran = dragoman(['serve', work, '--trace-url', 'javascript:alert(1)']);
    assert.deepEqual([ran.status, ran.stdout], [2, '']);
    assert.match(ran.stderr, /--trace-url "javascript:alert\(1\)": expected an http link with \{traceId\}/);
  });
});
