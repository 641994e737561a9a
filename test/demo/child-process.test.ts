import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { describeEnd, startChild, type Child } from '../../demo/child-process.js';
import { waitFor } from '../../demo/wait-for.js';

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => {
      resolve(false);
    });
  });
}

describe('child process', () => {
  let folder = '';
  const start = (code: string): Child =>
    startChild({
      name: 'child',
      command: process.execPath,
      args: ['-e', code],
      logFile: join(folder, 'child.log'),
    });
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dragoman-child-'));
  });
  after(() => rm(folder, { recursive: true }));

  it('tells how a child ended, with its last lines', async () => {
    const child = start('console.log("first"); console.error("last"); process.exit(3)');
    const how = await child.ended;
    assert.equal(how, 'exit code 3');
    assert.match(describeEnd(child, how), /child \(pid \d+\) has ended: exit code 3[^]*last/);
    assert.match(await readFile(child.logFile, 'utf8'), /first/);
  });

  it('ends a child that ignores SIGTERM', async () => {
    const child = start('process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); console.log("up")');
    await waitFor('the child', () => Promise.resolve(child.lastLines().includes('up')), child);
    await child.stop(50);
    assert.equal(await child.ended, 'SIGKILL');
  });

  it('ends with the process that started it, whatever ends that one', async () => {
    const module = new URL('../../demo/child-process.js', import.meta.url).href;
    const grandchild = `require('net').createServer().listen(0, function () { console.log(this.address().port) })`;
    const options = { name: 'grandchild', command: process.execPath, args: ['-e', grandchild] };
    const log = JSON.stringify(join(folder, 'grandchild.log'));
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      const child = start(
        `import(${JSON.stringify(module)}).then(({ startChild }) =>
           startChild({ ...${JSON.stringify(options)}, logFile: ${log}, onLine: console.log }))`,
      );
      await waitFor('the grandchild', () => Promise.resolve(child.lastLines().length > 0), child);
      const port = Number(child.lastLines()[0]);
      assert.equal(await isOpen(port), true);
      child.signal(signal);
      assert.equal(await child.ended, signal);
      while (await isOpen(port)) await sleep(10);
    }
  });

  it('stops waiting when the child ends or the wait is aborted', async () => {
    const never = (): Promise<boolean> => Promise.resolve(false);
    await assert.rejects(waitFor('it', never, start('process.exit(1)')), /has ended: exit code 1/);
    const child = start('setInterval(() => {}, 1000)');
    await assert.rejects(waitFor('it', never, child, AbortSignal.timeout(20)), { name: 'TimeoutError' });
    await child.stop();
  });
});
