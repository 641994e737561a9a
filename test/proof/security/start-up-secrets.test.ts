import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { GREETING_REGISTRY } from '../../support/pool-text.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { createCanaries } from './canary/canaries.js';

const SHA256 = '0'.repeat(64);

/** Nobody listens there. */
const NOBODY = '127.0.0.1:2';

const MAIN = fileURLToPath(new URL('../../../src/cli/main.js', import.meta.url));

/** A server whose store is away says so and goes on; everything else ends. */
const GOES_ON = 'the store of records is not there yet';

/** What it says on both outputs until it ends, or is stopped because it goes on. */
async function run(
  argv: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<string> {
  const child = spawn(process.execPath, [MAIN, ...argv], { cwd, env: { ...process.env, ...env } });
  const ended = once(child, 'close');
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.includes(GOES_ON)) child.kill();
    });
  }
  await ended;
  return said;
}

describe('a secret that does not work', () => {
  const folder = temporaryFolder();
  const registry = join(folder, 'registry');
  mkdirSync(registry);
  for (const [name, text] of Object.entries(GREETING_REGISTRY)) {
    writeFileSync(join(registry, name), text.replaceAll(/\{\{[a-z]+\}\}/g, `http://${NOBODY}/v1`));
  }
  const canaries = createCanaries();
  const secret = canaries.word('secret');
  const serve = [
    ...['serve', registry, '--listen', `unix:${join(folder, 's')}`, '--admin', '127.0.0.1:0'],
    ...['--encoder', 'none'],
  ];
  const writeKubeconfig = (): string => {
    const file = join(folder, 'kubeconfig');
    writeFileSync(
      file,
      JSON.stringify({
        ...{ apiVersion: 'v1', kind: 'Config', 'current-context': 'c' },
        contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
        clusters: [{ name: 'c', cluster: { server: `https://${NOBODY}` } }],
        users: [{ name: 'u', user: { token: secret } }],
      }),
    );
    return file;
  };
  const inRegistry = (spec: string): string => {
    const file = join(folder, 'pool.yaml');
    writeFileSync(
      file,
      `apiVersion: dragoman.dev/v1alpha1\nkind: ModelPool\nmetadata: { name: pool }\nspec: { default: a, models: [{ name: a, ${spec} }] }\n`,
    );
    return file;
  };

  const cases: Readonly<
    Record<string, () => readonly [argv: readonly string[], env?: Readonly<Record<string, string>>]>
  > = {
    'the password of a Postgres that is not there': () => [
      serve,
      { DRAGOMAN_RECORDS: `postgres://user:${secret}@${NOBODY}/records` },
    ],
    'the password in a URL of records that is none': () => [
      serve,
      { DRAGOMAN_RECORDS: `mysql://user:${secret}@host/records` },
    ],
    'the password of a shared cache without a hash key': () => [
      serve,
      { DRAGOMAN_SHARED_CACHE: `redis://:${secret}@${NOBODY}` },
    ],
    'the password in a URL of a shared cache that is none': () => [
      serve,
      { DRAGOMAN_SHARED_CACHE: `memcached://:${secret}@${NOBODY}` },
    ],
    'an admin token that no client can send': () => [serve, { DRAGOMAN_ADMIN_TOKEN: `${secret}\n` }],
    'the token of an API server that is not there': () => [
      ['serve', join(folder, 'mirror'), ...serve.slice(2), '--crds', 'default'],
      { KUBECONFIG: writeKubeconfig() },
    ],
    'the password in the URL of a bundle': () => [
      ['bundle', 'pull', `https://user:${secret}@${NOBODY}/b.json`, '--sha256', SHA256, '--bundles', folder],
    ],
    'the token in the query of a bundle': () => [
      ['bundle', 'pull', `http://${NOBODY}/b.json?token=${secret}`, '--sha256', SHA256, '--bundles', folder],
    ],
    'the password for a registry that is not there': () => [
      ['bundle', 'pull', `oci://${NOBODY}/bundles/x:1`, '--sha256', SHA256, '--bundles', folder],
      { DRAGOMAN_REGISTRY_USER: 'user', DRAGOMAN_REGISTRY_PASSWORD: secret },
    ],
    'the password in the address of an admin port': () => [
      ['tail', '--admin', `http://user:${secret}@${NOBODY}`],
    ],
    'the token for an admin port that is not there': () => [
      ['tail', '--admin', `http://${NOBODY}`],
      { DRAGOMAN_ADMIN_TOKEN: secret },
    ],
    'the password of the records that a report reads': () => [
      ['report', '--records', `postgres://user:${secret}@${NOBODY}/records`],
    ],
    'the password in the URL of a collector': () => [
      [
        'envoy',
        registry,
        '--static',
        join(folder, 'envoy.yaml'),
        '--otlp',
        `https://user:${secret}@${NOBODY}`,
      ],
    ],
    'the password in the URL of a model': () => [
      ['check', inRegistry(`url: 'https://user:${secret}@models.example/v1'`)],
    ],
    'a key in place of the name of its variable': () => [
      ['check', inRegistry(`url: 'https://models.example/v1', apiKey: { env: sk-${secret} }`)],
    ],
    'a key in place of what says where it is': () => [
      ['check', inRegistry(`url: 'https://models.example/v1', apiKey: sk-${secret}`)],
    ],
    'a key under a name that is unknown': () => [
      ['check', inRegistry(`url: 'https://models.example/v1', apiKey: { value: sk-${secret} }`)],
    ],
  };

  for (const [what, argue] of Object.entries(cases)) {
    it(`is not told: ${what}`, async () => {
      const [argv, env = {}] = argue();
      const said = await run(argv, folder, env);
      assert.match(said, /dragoman: |pool\.yaml:|"level":[456]0/, 'it says what is wrong');
      assert.deepEqual(canaries.foundIn(Buffer.from(said)), [], said);
    });
  }
});
