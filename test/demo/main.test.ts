import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { startChild, type Child } from '../../demo/child-process.js';
import { randomFreePort } from '../../demo/free-port.js';
import { logFolder } from '../../demo/log-folder.js';
import { DEFAULT_PORT } from '../../demo/options.js';
import { createCleanUp } from '../support/clean-up.js';
import { eventually } from '../support/eventually.js';
import { routeText } from '../support/pool-text.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const POOL = `
apiVersion: dragoman.dev/v1alpha1
kind: ModelPool
metadata: { name: pool }
spec: { default: far, models: [{ name: far, url: 'https://models.example/v1' }] }
`;

const MAIN = new URL('../../demo/main.js', import.meta.url).href;

describe('npm start beside another one', () => {
  const cleanUp = createCleanUp();
  after(() => cleanUp.run());
  const folder = temporaryFolder();

  /** The port, held until the end; one that somebody else holds is as good. */
  async function hold(port: number): Promise<void> {
    const server = createServer();
    await new Promise<void>((resolve) => {
      server.once('error', () => {
        resolve();
      });
      server.listen(port, '127.0.0.1', resolve);
    });
    cleanUp.add(() => {
      server.close();
    });
  }

  async function start(lines: string[], ...flags: readonly string[]): Promise<Child> {
    writeFileSync(
      join(folder, 'pool.yaml'),
      POOL + routeText('any', 'target: far, match: [{ keywords: [hi] }]'),
    );
    const demo = startChild({
      name: 'npm start',
      command: process.execPath,
      args: [
        ...['--input-type=module', '-e'],
        `import { runDemo } from '${MAIN}'; await runDemo(process.argv.slice(1));`,
        ...['--', folder, ...flags, '--admin-port', String(await randomFreePort())],
      ],
      logFile: join(folder, 'demo.log'),
      onLine: (line) => lines.push(line),
    });
    cleanUp.add(() => demo.stop());
    return demo;
  }

  it('takes the next port, says so at the end, and keeps its logs in a folder named by it', async () => {
    await hold(DEFAULT_PORT);
    const lines: string[] = [];
    await start(lines);
    const url = await eventually(
      'its address',
      () => /^Port 10000 belongs to something else: this one is at (.+)$/m.exec(lines.join('\n'))?.[1],
    );
    const logs = lines.find((line) => line.startsWith('Logs: '))?.slice(6) ?? '';
    cleanUp.add(() => {
      rmSync(logs, { recursive: true });
    });
    assert.equal(logs, logFolder(Number(new URL(url).port)));
    assert.match(readFileSync(join(logs, 'dragoman.log'), 'utf8'), /"msg"/);
  });

  it('stays up when Dragoman ends, since Envoy answers without it, and says where records go', async () => {
    const lines: string[] = [];
    const demo = await start(lines, '--port', String(await randomFreePort()));
    const found = (what: RegExp): Promise<string> =>
      eventually(String(what), () => what.exec(lines.join('\n'))?.[1]);
    cleanUp.add(async () => {
      rmSync(await found(/^Logs: (.+)$/m), { recursive: true });
    });
    const url = await found(/ready in .*: (http\S+) /);
    await found(/^(Records: none \(the variable DRAGOMAN_RECORDS names a store\))$/m);
    process.kill(Number(await found(/Dragoman pid (\d+)/)));
    await found(/^(Dragoman \(pid \d+\) has ended: .*to the default model\. Ctrl-C stops it\.)$/m);
    // The model is nobody's, so that the answer is Envoy's own.
    const body = JSON.stringify({ model: 'auto', messages: [{ role: 'user', content: 'hi' }] });
    const headers = { 'content-type': 'application/json' };
    const { status } = await fetch(`${url}/v1/chat/completions`, { method: 'POST', headers, body });
    assert.equal(status, 503);
    await demo.stop();
    assert.equal(await demo.ended, 'exit code 0');
  });

  it('refuses a taken port that was asked for', async () => {
    const taken = await randomFreePort();
    await hold(taken);
    const demo = await start([], '--port', String(taken));
    assert.equal(await demo.ended, 'exit code 1');
    assert.match(
      demo.lastLines().join('\n'),
      new RegExp(`--port ${taken} is taken, or not for this user\\. Stop what listens`),
    );
  });

  it('leaves the usual folder to the usual port', () => {
    assert.match(logFolder(DEFAULT_PORT), /\.cache[\\/]demo$/);
    assert.match(logFolder(DEFAULT_PORT + 1), /\.cache[\\/]demo[\\/]10001$/);
  });
});
