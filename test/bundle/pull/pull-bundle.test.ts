import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { openBundleFolder } from '../../../src/bundle/bundle-folder.js';
import { pickBundle } from '../../../src/bundle/pick-bundle.js';
import { parseBundleSource } from '../../../src/bundle/pull/bundle-source.js';
import { type Pulled, pullBundle, type PullRequest } from '../../../src/bundle/pull/pull-bundle.js';
import { fitExpectation } from '../../../src/signals/feature-vector.js';
import { bundleText } from '../../support/build-bundle.js';
import { createCleanUp } from '../../support/clean-up.js';
import { dragoman } from '../../support/dragoman.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const BUNDLE = bundleText('pulled');
const PACKED = gzipSync(BUNDLE.text);
const OTHER = gzipSync(bundleText('another').text);

const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

describe('a bundle from a web server', () => {
  const cleanUp = createCleanUp();
  afterEach(() => cleanUp.run());

  async function serve(listener: RequestListener): Promise<string> {
    const server = createServer(listener).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    cleanUp.add(() => {
      server.closeAllConnections();
      server.close();
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  const newFolder = (): string => join(temporaryFolder(), 'bundles');

  function pull(url: string, directory: string, changes: Partial<PullRequest> = {}): Promise<Pulled> {
    return pullBundle({
      ...{ source: parseBundleSource(url, false), sha256: sha256Of(PACKED) },
      ...{ folder: openBundleFolder(directory), expected: fitExpectation() },
      ...{ maxBytes: 1_000_000, timeoutMs: 30_000, environment: { HOME: '/nonexistent' } },
      ...changes,
    });
  }

  it('is put into service as it came, byte by byte', async () => {
    // A server that calls a packed file an encoding must not have it unpacked on the way.
    const url = await serve((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(PACKED);
    });
    const directory = newFolder();
    assert.deepEqual(await pull(`${url}/b.json.gz`, directory), { version: BUNDLE.version, isFetched: true });
    assert.deepEqual(readFileSync(join(directory, `${BUNDLE.version}.json.gz`)), PACKED);
    const served = await pickBundle(directory, fitExpectation());
    assert.ok(served.ok && served.value.version === BUNDLE.version);
    const [event] = await openBundleFolder(directory).history();
    assert.deepEqual([event?.action, event?.by, event?.reason], ['promote', 'pull', `${url}/b.json.gz`]);
  });

  it('is not fetched again, and needs no network then', async () => {
    let asked = 0;
    const url = await serve((_request, response) => {
      asked += 1;
      response.end(PACKED);
    });
    const directory = newFolder();
    await pull(url, directory);
    const again = { version: BUNDLE.version, isFetched: false };
    assert.deepEqual(await pull(url, directory), again);
    await cleanUp.run();
    assert.deepEqual(await pull(url, directory), again);
    assert.equal(asked, 1);
    assert.equal((await openBundleFolder(directory).history()).length, 1);
  });

  it('takes the place of another one, and gives it back', async () => {
    const directory = newFolder();
    const url = await serve(({ url: path }, response) => response.end(path === '/one' ? PACKED : OTHER));
    await pull(`${url}/one`, directory);
    const { version } = await pull(`${url}/two`, directory, { sha256: sha256Of(OTHER) });
    assert.equal((await openBundleFolder(directory).pointers()).active, version);
    await pull(`${url}/one`, directory);
    assert.equal((await openBundleFolder(directory).pointers()).active, BUNDLE.version);
  });

  for (const [what, file, sha256, message] of [
    [
      'another file',
      OTHER,
      'f'.repeat(64),
      /has the SHA-256 [0-9a-f]{64} \(\d+ bytes\), must be [0-9a-f]{64}: nothing was changed/,
    ],
    ['no bundle', Buffer.from('<html>'), undefined, /it cannot be read/],
    ['something else, packed', gzipSync('{"kind":"dragoman-gate"}'), undefined, /must be dragoman-bundle/],
    ['nothing', Buffer.alloc(0), undefined, /it cannot be read/],
  ] as const) {
    it(`is refused when it is ${what}, and nothing changes`, async () => {
      const directory = newFolder();
      const url = await serve((request, response) => response.end(request.url === '/good' ? PACKED : file));
      await pull(`${url}/good`, directory);
      const before = readdirSync(directory);
      await assert.rejects(pull(`${url}/bad`, directory, { sha256: sha256 ?? sha256Of(file) }), message);
      assert.deepEqual(readdirSync(directory), before);
      assert.equal((await openBundleFolder(directory).pointers()).active, BUNDLE.version);
    });
  }

  it('is not read beyond the limit, whether its size is told or not', async () => {
    const url = await serve((request, response) => {
      if (request.url === '/told') response.setHeader('content-length', 2_000_000);
      response.on('error', () => undefined);
      const more = (): void => {
        if (!response.destroyed) response.write(Buffer.alloc(64 * 1024), more);
      };
      more();
    });
    for (const path of ['told', 'endless']) {
      await assert.rejects(
        pull(`${url}/${path}`, newFolder()),
        /larger than 1000000 bytes, more than a bundle has/,
      );
    }
    await assert.rejects(pull('file:///dev/zero', newFolder()), /\/dev\/zero is larger than 1000000 bytes/);
  });

  it('is not waited for longer than the limit, before its head and after', async () => {
    const url = await serve((request, response) => {
      if (request.url === '/half') response.write('half of it');
    });
    for (const path of ['never', 'half']) {
      await assert.rejects(
        pull(`${url}/${path}`, newFolder(), { timeoutMs: 300 }),
        /took too long; raise --timeout/,
      );
    }
  });

  it('is told of in one line when the server is not there, or has another answer', async () => {
    const url = await serve((_request, response) => response.writeHead(503).end());
    await assert.rejects(
      pull(`${url}/b?key=a-secret`, newFolder()),
      /^DragomanError: http:\/\/127\.0\.0\.1:\d+\/b: .* status 503$/,
    );
    await cleanUp.run();
    await assert.rejects(
      pull(`${url}/b`, newFolder()),
      /cannot be fetched: nobody listens there \(ECONNREFUSED\)/,
    );
    await assert.rejects(pull('file:///nowhere/b', newFolder()), /\/nowhere\/b cannot be read: ENOENT/);
  });

  describe('that leads elsewhere', () => {
    const login = { DRAGOMAN_REGISTRY_USER: 'reader', DRAGOMAN_REGISTRY_PASSWORD: 'a-secret' };

    it('gets the login, and where it leads does not', async () => {
      const seen: Record<string, IncomingHttpHeaders> = {};
      const other = await serve(({ headers }, response) => {
        seen['other'] = headers;
        response.end(PACKED);
      });
      const url = await serve(({ headers, url: path = '' }, response) => {
        seen[path] = headers;
        response
          .writeHead(path === '/start' ? 302 : 307, { location: path === '/start' ? '/same' : `${other}/b` })
          .end();
      });
      await pull(`${url}/start`, newFolder(), { environment: login });
      const basic = `Basic ${Buffer.from('reader:a-secret').toString('base64')}`;
      assert.deepEqual([seen['/start']?.authorization, seen['/same']?.authorization], [basic, basic]);
      assert.ok(seen['other'] !== undefined && seen['other'].authorization === undefined);
    });

    it('is followed five times', async () => {
      const url = await serve((request, response) => {
        const left = Number(request.url?.slice(1));
        if (left === 0) response.end(PACKED);
        else response.writeHead(302, { location: `/${left - 1}` }).end();
      });
      assert.equal((await pull(`${url}/5`, newFolder())).isFetched, true);
      await assert.rejects(pull(`${url}/6`, newFolder()), /\/6 leads on more than 5 times/);
    });

    it('is not followed out of the web', async () => {
      const url = await serve((_request, response) =>
        response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
      );
      await assert.rejects(pull(url, newFolder()), /leads to what is no web address/);
    });

    it('gets no password over a network without TLS', async () => {
      const url = await serve((_request, response) => response.end(PACKED));
      const there = url.replace('127.0.0.1', '0.0.0.0');
      await assert.rejects(
        pull(there, newFolder(), { environment: login }),
        /a password would go over no TLS/,
      );
      assert.equal((await pull(there, newFolder())).isFetched, true);
    });
  });

  it('is pulled by the command line', () => {
    const directory = newFolder();
    const file = join(temporaryFolder(), 'bundle.json.gz');
    writeFileSync(file, PACKED);
    const run = (...flags: readonly string[]) =>
      dragoman(['bundle', 'pull', `file://${file}`, '--bundles', directory, ...flags]);
    const [first, second] = [1, 2].map(() => run('--sha256', sha256Of(PACKED).toUpperCase()));
    assert.deepEqual(
      [first?.status, first?.stdout],
      [0, `${BUNDLE.version} is in service in ${directory}\n`],
    );
    assert.equal(second?.stdout, `${BUNDLE.version} is in service in ${directory}, where it was already\n`);
    const wrong = run('--sha256', 'f'.repeat(64));
    assert.equal(wrong.status, 1);
    assert.match(wrong.stderr, /has the SHA-256/);
    const without = run();
    assert.equal(without.status, 2);
    assert.match(without.stderr, /--sha256 is not given, must be the 64 digits that sha256sum prints/);
  });
});
