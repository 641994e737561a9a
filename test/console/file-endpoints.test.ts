import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import type { AdminReply } from '../../src/admin/endpoint.js';
import { consoleFileEndpoints } from '../../src/console/file-endpoints.js';
import { matchEndpoints } from '../../src/admin/match-endpoint.js';
import { callEndpoint, problemOf } from '../support/call-endpoint.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const FILE = 'GET /console/{file+}';

describe('consoleFileEndpoints', () => {
  const folder = temporaryFolder();
  const endpoints = consoleFileEndpoints(join(folder, 'console'), join(folder, 'page'));

  before(() => {
    mkdirSync(join(folder, 'console'));
    mkdirSync(join(folder, 'page/charts'), { recursive: true });
    writeFileSync(join(folder, 'secret.html'), 'secret');
    writeFileSync(join(folder, 'console/index.html'), '<!doctype html>');
    writeFileSync(join(folder, 'console/console.css'), 'body{}');
    writeFileSync(join(folder, 'console/notes.txt'), 'notes');
    writeFileSync(join(folder, 'page/main.js'), 'export {};');
    writeFileSync(join(folder, 'page/main.js.map'), '{}');
    writeFileSync(join(folder, 'page/charts/bars.js'), 'export {};');
    symlinkSync(join(folder, 'secret.html'), join(folder, 'console/link.html'));
    symlinkSync(folder, join(folder, 'console/up'));
  });

  const ask = (file: string, headers: Readonly<Record<string, string>> = {}): Promise<AdminReply> =>
    callEndpoint(endpoints, FILE, { parts: { file }, headers });

  it('leads to the console', async () => {
    for (const path of ['/', '/console']) {
      const reply = await callEndpoint(endpoints, `GET ${path}`);
      assert.ok(reply.kind === 'content');
      assert.deepEqual([reply.status, reply.headers], [302, { location: '/console/' }]);
    }
  });

  it('serves the page, its styles and its scripts with their types', async () => {
    const page = await callEndpoint(endpoints, 'GET /console/');
    assert.ok(page.kind === 'content');
    assert.deepEqual(
      [page.status, page.contentType, String(page.content)],
      [...[200, 'text/html; charset=utf-8', '<!doctype html>']],
    );
    const policy = page.headers?.['content-security-policy'] ?? '';
    assert.match(policy, /default-src 'none'; script-src 'self'; style-src 'self'/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.doesNotMatch(policy, /unsafe|https?:/);
    for (const [file, type] of [
      ['console.css', 'text/css; charset=utf-8'],
      ['page/main.js', 'text/javascript; charset=utf-8'],
      ['page/charts/bars.js', 'text/javascript; charset=utf-8'],
    ] as const) {
      const reply = await ask(file);
      assert.ok(reply.kind === 'content', file);
      assert.deepEqual([reply.status, reply.contentType], [200, type]);
    }
  });

  it('lets a browser keep what did not change', async () => {
    const first = await ask('console.css');
    assert.ok(first.kind === 'content');
    const etag = first.headers?.['etag'] ?? '';
    assert.match(etag, /^"[\w-]{22}"$/);
    assert.equal(first.headers?.['cache-control'], 'no-cache');
    const second = await ask('console.css', { 'if-none-match': `"x", ${etag}` });
    assert.ok(second.kind === 'content');
    assert.deepEqual([second.status, second.content], [304, '']);
    const other = await ask('console.css', { 'if-none-match': '"x"' });
    assert.ok(other.kind === 'content' && other.status === 200);
  });

  it('knows only its own files, whatever the path', async () => {
    const tricks = [
      ...['../secret.html', '..%2fsecret.html', '%2e%2e/secret.html', '....//secret.html', '/etc/passwd'],
      ...['page/../../secret.html', 'link.html', 'up/secret.html', 'console.css/', './console.css'],
      ...[
        'console.css\0.html',
        'console.css%00',
        'CONSOLE.CSS',
        'notes.txt',
        'page/main.js.map',
        '__proto__',
      ],
      ...['..\\secret.html', 'page//main.js', 'page', join(folder, 'secret.html'), 'constructor', 'toString'],
    ];
    for (const trick of tricks) {
      assert.deepEqual(problemOf(await ask(trick)).status, 404, trick);
      for (const sent of [trick, encodeURIComponent(trick), encodeURI(trick)]) {
        const [match] = matchEndpoints(endpoints, `/console/${sent}`);
        if (match === undefined) continue;
        assert.equal(problemOf(await ask(match.parts['file'] ?? '')).status, 404, sent);
      }
    }
  });

  it('has nothing to serve where nothing was built', async () => {
    const none = consoleFileEndpoints(join(folder, 'nowhere'), join(folder, 'nowhere'));
    assert.equal(problemOf(await callEndpoint(none, 'GET /console/')).code, 'path_not_found');
  });
});
