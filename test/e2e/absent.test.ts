import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startChild, type Child } from '../../demo/child-process.js';
import { startStandInModel } from '../../demo/stand-in-model.js';
import { ask, assertOpenAiError, chat, jsonOf } from '../support/ask.js';
import { createCleanUp } from '../support/clean-up.js';
import { startEnvoy, type EnvoyProcess } from '../support/envoy-process.js';
import { eventually } from '../support/eventually.js';
import { poolText, routeText } from '../support/pool-text.js';

const ENTRY = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));

describe('an Envoy that starts before Dragoman', () => {
  let work: string;
  let envoy: EnvoyProcess;
  const cleanUp = createCleanUp();

  const runDragoman = (...args: readonly string[]): Child =>
    startChild({
      name: 'dragoman',
      command: process.execPath,
      args: [ENTRY, ...args],
      logFile: join(work, 'dragoman.log'),
    });

  before(async () => {
    work = await mkdtemp(join(tmpdir(), 'dragoman-'));
    cleanUp.add(() => rm(work, { recursive: true, force: true }));
    const model = await startStandInModel({ name: 'stand-in/medium', behaviour: { delay: 0 } });
    cleanUp.add(() => model.close());
    const route = routeText('greeting', 'target: medium, match: [{ keywords: [hello] }]');
    const text = poolText() + route;
    await writeFile(join(work, 'registry.yaml'), text.replaceAll(/\{\{[a-z]+\}\}/g, model.url));
    const address = ['--dragoman', `unix:${join(work, 'extproc.sock')}`];
    const ports = ['--envoy-listen', '127.0.0.1:0', '--envoy-admin', '127.0.0.1:0'];
    const written = runDragoman(
      'envoy',
      join(work, 'registry.yaml'),
      '--out',
      join(work, 'xds'),
      ...address,
      ...ports,
    );
    assert.equal(await written.ended, 'exit code 0', written.lastLines().join('\n'));
    envoy = await startEnvoy(join(work, 'xds'));
    cleanUp.add(() => envoy.stop());
  });
  after(() => cleanUp.run());

  it('sends requests to the default model, under its own name', async () => {
    const answer = await ask(envoy.url, chat('hello', { model: 'large' }));
    assert.equal(answer.status, 200, answer.text);
    assert.equal(jsonOf(answer)['model'], 'stand-in/medium');
    assert.equal(answer.headers.get('x-dragoman-fallback'), 'default');
    const models = await ask(envoy.url, undefined, { method: 'GET', path: '/v1/models' });
    assertOpenAiError(models, 503, 'router_unavailable');
  });

  it('cannot be made to name another model by an odd spelling', async () => {
    const rest = '"messages":[{"role":"user","content":"hi"}]';
    for (const name of ['model', 'mod\\u0065l', '\\u006dodel']) {
      const answer = await ask(envoy.url, `{"model":"auto",${rest},"${name}":"stand-in/other"}`);
      assert.equal(answer.status, 200, answer.text);
    }
  });

  it('asks Dragoman as soon as it is there', async () => {
    const dragoman = runDragoman(
      'serve',
      join(work, 'registry.yaml'),
      ...['--listen', `unix:${join(work, 'extproc.sock')}`],
      ...['--admin', '127.0.0.1:0', '--encoder', 'none'],
    );
    cleanUp.add(() => dragoman.stop());
    const route = await eventually(
      'a decision',
      async () => (await ask(envoy.url, chat('hello'))).route ?? false,
    );
    assert.equal(route, 'greeting');
  });
});
