import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { randomFreePort } from '../../demo/free-port.js';
import { createCleanUp } from '../support/clean-up.js';
import { dragoman } from '../support/dragoman.js';
import { poolText, routeText } from '../support/pool-text.js';
import { startServe } from '../support/start-serve.js';
import { temporaryFolder } from '../support/temporary-folder.js';

describe('dragoman serve', () => {
  const cleanUp = createCleanUp();
  const work = temporaryFolder();
  after(() => cleanUp.run());

  it('takes flags about files of Envoy only where it writes them', () => {
    for (const flags of [
      ['--envoy-listen', '127.0.0.1:0'],
      ['--otlp', 'http://127.0.0.1:4318'],
      ['--system-ca', '/ca.pem'],
    ]) {
      const { status, stderr } = dragoman(['serve', 'demo/registry', ...flags]);
      assert.equal(status, 2);
      assert.match(stderr, new RegExp(`^dragoman: ${flags[0] ?? ''} needs --xds DIR: `));
    }
  });

  it('leaves the files of Envoy to the one that runs, where its address is taken', async () => {
    const xds = join(work, 'xds');
    const filesOfEnvoy = (): readonly string[] =>
      readdirSync(xds)
        .sort()
        .map((name) => readFileSync(join(xds, name), 'utf8'));
    const listen = ['--listen', `127.0.0.1:${await randomFreePort()}`, '--xds', xds];
    const { child } = await startServe({ work, flags: listen });
    cleanUp.add(() => child.stop());
    const before = filesOfEnvoy();
    assert.notDeepEqual(before, []);

    const other = join(work, 'other.yaml');
    const route = routeText('another', 'target: medium, match: [{ keywords: [bye] }]');
    writeFileSync(other, (poolText() + route).replaceAll(/\{\{[a-z]+\}\}/g, 'http://127.0.0.1:9/v1'));
    const { status, stderr } = dragoman(['serve', other, ...listen, '--admin', '127.0.0.1:0']);
    assert.equal(status, 1);
    assert.match(stderr, /^dragoman: Cannot listen on 127\.0\.0\.1:\d+: .*EADDRINUSE/m);
    assert.deepEqual(filesOfEnvoy(), before);
  });
});
