import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parseBundleSource } from '../../../src/bundle/pull/bundle-source.js';
import { readLogin } from '../../../src/bundle/pull/registry-login.js';
import { DragomanError } from '../../../src/errors.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const DIGEST = `sha256:${'ab'.repeat(32)}`;

function ociOf(text: string, plainHttp = false): readonly [string, string, string] {
  const source = parseBundleSource(text, plainHttp);
  assert.ok(source.kind === 'oci');
  return [source.registry.origin, source.repository, source.reference];
}

describe('where a bundle is kept', () => {
  it('is a registry, with TLS but on this machine', () => {
    assert.deepEqual(ociOf('oci://ghcr.io/team/bundles:v1.2'), ['https://ghcr.io', 'team/bundles', 'v1.2']);
    assert.deepEqual(ociOf('oci://localhost:5000/b:v1'), ['http://localhost:5000', 'b', 'v1']);
    assert.deepEqual(ociOf('oci://127.0.0.1:5000/b:v1'), ['http://127.0.0.1:5000', 'b', 'v1']);
    assert.deepEqual(ociOf('oci://registry.llm.svc:5000/b:v1', true), [
      'http://registry.llm.svc:5000',
      'b',
      'v1',
    ]);
  });

  it('is a digest where there is one', () => {
    assert.deepEqual(ociOf(`oci://ghcr.io/b@${DIGEST}`), ['https://ghcr.io', 'b', DIGEST]);
    assert.deepEqual(ociOf(`oci://ghcr.io/b:v1@${DIGEST}`), ['https://ghcr.io', 'b', DIGEST]);
  });

  it('is shown without what a query may open', () => {
    const { shown } = parseBundleSource('https://bucket.example/b.json.gz?signature=a-secret', false);
    assert.equal(shown, 'https://bucket.example/b.json.gz');
  });

  it('may be a file', () => {
    const source = parseBundleSource('file:///mnt/bundle.json.gz', false);
    assert.ok(source.kind === 'file' && source.path === '/mnt/bundle.json.gz');
  });

  for (const [text, message] of [
    ['bundle.json.gz', /"bundle\.json\.gz" is no URL; give https:/],
    ['ftp://host/b', /no bundle can be pulled from a ftp: URL/],
    ['https://user:a-secret@host/b', /holds a user or a password.*DRAGOMAN_REGISTRY_USER/],
    ['user:a-secret@host/b', /"host\/b" is no URL/],
    ['oci://user:a-secret@host/b:v1', /holds a user or a password/],
    ['file://host/b', /three strokes/],
    ['file:///a%2Fb', /names no file/],
    ['http://', /cannot be read/],
    ['oci://host', /names no repository/],
    ['oci://host/Team/b:v1', /names no repository.*small letters/],
    ['oci://host/../b:v1', /names no repository/],
    ['oci://host/b', /names no tag and no digest/],
    ['oci://host/b:', /names no tag and no digest/],
    ['oci://host/b@sha256:ab', /names no tag and no digest/],
    ['oci://host/b@sha512:ab', /names no tag and no digest/],
  ] as const) {
    it(`is refused: ${text.replace('a-secret', '***')}`, () => {
      assert.throws(
        () => parseBundleSource(text, false),
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

describe('the login of a registry', () => {
  const login = { user: 'reader', password: 'pass:word' };

  /** Runs with a file as `docker login` writes it. */
  function withFile(text: string): Readonly<Record<string, string>> {
    const folder = join(temporaryFolder(), 'docker');
    mkdirSync(folder);
    writeFileSync(join(folder, 'config.json'), text);
    return { DOCKER_CONFIG: folder };
  }
  const packed = Buffer.from('reader:pass:word').toString('base64');

  it('comes from the environment first', async () => {
    const environment = { DRAGOMAN_REGISTRY_USER: 'reader', DRAGOMAN_REGISTRY_PASSWORD: 'pass:word' };
    assert.deepEqual(await readLogin('host', { ...environment, ...withFile('{') }), login);
  });

  it('comes from what docker login wrote', async () => {
    for (const auths of [
      { 'host:5000': { auth: packed } },
      { 'https://host:5000': { auth: packed } },
      { 'host:5000': { username: 'reader', password: 'pass:word' } },
    ]) {
      assert.deepEqual(await readLogin('host:5000', withFile(JSON.stringify({ auths }))), login);
    }
  });

  it('is none for other hosts, and without a file', async () => {
    const auths = { 'host:5000': { auth: packed }, empty: {} };
    for (const host of ['host', 'other', 'empty']) {
      assert.equal(await readLogin(host, withFile(JSON.stringify({ auths }))), undefined, host);
    }
    assert.equal(await readLogin('host', withFile('{"credsStore":"desktop"}')), undefined);
    assert.equal(await readLogin('host', { HOME: temporaryFolder() }), undefined);
  });

  it('is not half a login, nor a damaged file', async () => {
    await assert.rejects(readLogin('host', { DRAGOMAN_REGISTRY_USER: 'reader' }), /PASSWORD is not set/);
    await assert.rejects(readLogin('host', { DRAGOMAN_REGISTRY_PASSWORD: 'x' }), /USER is not set/);
    await assert.rejects(
      readLogin('host', withFile('{ "auths": ')),
      /config\.json is no valid configuration/,
    );
  });
});
