import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { startChild } from '../../demo/child-process.js';
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

  it('takes the next port, and keeps its logs in a folder named by it', async () => {
    const taken = await randomFreePort();
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(taken, '127.0.0.1', resolve));
    cleanUp.add(() => {
      other.close();
    });
    writeFileSync(
      join(folder, 'pool.yaml'),
      POOL + routeText('any', 'target: far, match: [{ keywords: [hi] }]'),
    );
    const lines: string[] = [];
    const demo = startChild({
      name: 'npm start',
      command: process.execPath,
      args: [
        ...['--input-type=module', '-e'],
        `import { runDemo } from '${MAIN}'; await runDemo(process.argv.slice(1));`,
        ...['--', '--registry', folder, '--port', String(taken)],
        ...['--admin-port', String(await randomFreePort())],
      ],
      logFile: join(folder, 'demo.log'),
      onLine: (line) => lines.push(line),
    });
    cleanUp.add(() => demo.stop());
    const logs = await eventually('its logs', () =>
      lines.find((line) => line.startsWith('Logs: '))?.slice(6),
    );
    cleanUp.add(() => {
      rmSync(logs, { recursive: true });
    });
    const [, port] = /is taken; Envoy listens on (\d+)/.exec(lines.join('\n')) ?? [];
    assert.notEqual(Number(port), taken);
    assert.equal(logs, logFolder(Number(port)));
    assert.match(readFileSync(join(logs, 'dragoman.log'), 'utf8'), /"msg"/);
  });

  it('leaves the usual folder to the usual port', () => {
    assert.match(logFolder(DEFAULT_PORT), /\.cache[\\/]demo$/);
    assert.match(logFolder(DEFAULT_PORT + 1), /\.cache[\\/]demo[\\/]10001$/);
  });
});
