import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { openBundleFolder } from '../../../src/bundle/bundle-folder.js';
import { parseBundleSource } from '../../../src/bundle/pull/bundle-source.js';
import { type Pulled, pullBundle } from '../../../src/bundle/pull/pull-bundle.js';
import { fitExpectation } from '../../../src/signals/feature-vector.js';
import { bundleText } from '../../support/build-bundle.js';
import { createCleanUp } from '../../support/clean-up.js';
import { digestOf, type OciRegistry, READER, startRegistry } from '../../support/start-registry.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const BUNDLE = bundleText('pulled');
const PACKED = gzipSync(BUNDLE.text);
const SHA256 = createHash('sha256').update(PACKED).digest('hex');

const LOGIN = { DRAGOMAN_REGISTRY_USER: READER.user, DRAGOMAN_REGISTRY_PASSWORD: READER.password };

function pull(
  url: string,
  environment: Readonly<Record<string, string>> = {},
  sha256 = SHA256,
): Promise<Pulled> {
  return pullBundle({
    ...{ source: parseBundleSource(url, false), sha256, maxBytes: 1_000_000, timeoutMs: 30_000 },
    folder: openBundleFolder(join(temporaryFolder(), 'bundles')),
    expected: fitExpectation(),
    environment: { HOME: '/nonexistent', ...environment },
  });
}

const fetched = { version: BUNDLE.version, isFetched: true };

describe('a bundle from a registry', () => {
  const cleanUp = createCleanUp();
  let [open, guarded] = [] as unknown as [OciRegistry, OciRegistry];
  let digest = '';
  before(async () => {
    open = await startRegistry();
    cleanUp.add(() => open.remove());
    guarded = await startRegistry(true);
    cleanUp.add(() => guarded.remove());
    digest = await open.push('team/bundles', 'v1', [Buffer.from('a readme'), PACKED]);
    await guarded.push('bundles', 'v1', [PACKED]);
  });
  after(() => cleanUp.run());

  it('is the layer with the checksum, by tag and by digest', async () => {
    assert.deepEqual(await pull(`oci://${open.host}/team/bundles:v1`), fetched);
    assert.deepEqual(await pull(`oci://${open.host}/team/bundles@${digest}`), fetched);
  });

  it('is refused when no layer has it, and the layers are named', async () => {
    const held = new RegExp(
      `holds ${digestOf('a readme')}, .*, and no file with the SHA-256 ${'f'.repeat(64)}`,
    );
    await assert.rejects(pull(`oci://${open.host}/team/bundles:v1`, {}, 'f'.repeat(64)), held);
  });

  it('is told of in one line when it is not there', async () => {
    const none = /there is no such repository, tag or file/;
    await assert.rejects(pull(`oci://${open.host}/team/bundles:v2`), none);
    await assert.rejects(pull(`oci://${open.host}/other:v1`), none);
    await assert.rejects(pull(`oci://${open.host}/team/bundles@sha256:${'0'.repeat(64)}`), none);
  });

  it('needs a login where the registry asks for one', async () => {
    const url = `oci://${guarded.host}/bundles:v1`;
    await assert.rejects(pull(url), /asks for a login; set DRAGOMAN_REGISTRY_USER/);
    const wrong = { ...LOGIN, DRAGOMAN_REGISTRY_PASSWORD: 'a-guess' };
    await assert.rejects(pull(url, wrong), (error) => {
      assert.match(String(error), /user or password are refused/);
      assert.doesNotMatch(String(error), /a-guess/);
      return true;
    });
    assert.deepEqual(await pull(url, LOGIN), fetched);
    const folder = join(temporaryFolder(), 'docker');
    mkdirSync(folder);
    const auth = Buffer.from(`${READER.user}:${READER.password}`).toString('base64');
    writeFileSync(join(folder, 'config.json'), JSON.stringify({ auths: { [guarded.host]: { auth } } }));
    assert.deepEqual(await pull(url, { DOCKER_CONFIG: folder }), fetched);
  });

  it('gets no password over a network without TLS', async () => {
    const url = `oci://${guarded.host.replace('127.0.0.1', '0.0.0.0')}/bundles:v1`;
    const source = parseBundleSource(url, true);
    const request = {
      ...{ source, sha256: SHA256, maxBytes: 1_000_000, timeoutMs: 30_000, environment: LOGIN },
      ...{ folder: openBundleFolder(join(temporaryFolder(), 'bundles')), expected: fitExpectation() },
    };
    await assert.rejects(pullBundle(request), /wants a password without TLS/);
  });
});

/** The way of public registries: a refusal names who gives tokens, and blobs lie on another host. */
describe('a bundle from a registry with tokens', () => {
  const cleanUp = createCleanUp();
  after(() => cleanUp.run());

  async function listen(listener: Parameters<typeof createServer>[1]): Promise<string> {
    const server = createServer(listener as never).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    cleanUp.add(() => void server.close());
    return `127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  it('asks for one with its login, and shows it to the registry alone', async () => {
    const seen: string[] = [];
    const storage = await listen((request, response) => {
      seen.push(`storage ${request.headers.authorization ?? '-'}`);
      response.end(PACKED);
    });
    const manifest = JSON.stringify({ layers: [{ digest: `sha256:${SHA256}` }] });
    const host = await listen((request, response) => {
      const { authorization = '-' } = request.headers;
      const { pathname, search } = new URL(request.url ?? '', 'http://registry');
      seen.push(`${pathname.split('/').at(-2) ?? ''} ${authorization}`);
      if (pathname === '/auth/token') {
        seen.push(decodeURIComponent(search));
        response.end('{"token":"a-token"}');
      } else if (authorization !== 'Bearer a-token') {
        const realm = `Bearer realm="http://${request.headers.host ?? ''}/auth/token",service="registry",scope="repository:b:pull"`;
        response.writeHead(401, { 'www-authenticate': realm }).end();
      } else if (pathname.includes('/blobs/'))
        response.writeHead(307, { location: `http://${storage}/x` }).end();
      else response.end(manifest);
    });
    assert.deepEqual(await pull(`oci://${host}/b:v1`, LOGIN), fetched);
    const basic = `Basic ${Buffer.from(`${READER.user}:${READER.password}`).toString('base64')}`;
    assert.deepEqual(seen, [
      'manifests -',
      `auth ${basic}`,
      '?service=registry&scope=repository:b:pull',
      'manifests Bearer a-token',
      'blobs Bearer a-token',
      'storage -',
    ]);
  });

  for (const [what, answer, message] of [
    ['no token', '{}', /\/token gave no token/],
    ['no JSON', '<html>', /\/token gave no token/],
  ] as const) {
    it(`is refused when the answer holds ${what}`, async () => {
      const host = await listen((request, response) => {
        if (request.url?.startsWith('/token') === true) return response.end(answer);
        const realm = `Bearer realm="http://${request.headers.host ?? ''}/token"`;
        return response.writeHead(401, { 'www-authenticate': realm }).end();
      });
      await assert.rejects(pull(`oci://${host}/b:v1`), message);
    });
  }

  for (const [what, manifest, message] of [
    ['an index', '{"manifests":[]}', /no artifact with layers; push the bundle's file alone/],
    ['no JSON', 'oops', /no artifact with layers/],
    ['nothing', '{"layers":[]}', /has no layers, and no file/],
  ] as const) {
    it(`is refused when its manifest is ${what}`, async () => {
      const host = await listen((_request, response) => response.end(manifest));
      await assert.rejects(pull(`oci://${host}/b:v1`), message);
    });
  }

  it('is refused when the registry sends another manifest than the digest names', async () => {
    const host = await listen((_request, response) => response.end('{"layers":[]}'));
    await assert.rejects(
      pull(`oci://${host}/b@sha256:${'0'.repeat(64)}`),
      /the registry sent sha256:[0-9a-f]{64} instead/,
    );
  });
});
