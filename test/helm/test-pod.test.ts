import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { randomFreePort } from '../../demo/free-port.js';
import { createCleanUp } from '../support/clean-up.js';
import { type HelmChart, openHelmChart } from '../support/helm-chart.js';
import { startServe } from '../support/start-serve.js';
import { container, everyPod, type Manifest } from './manifest.js';

const run = promisify(execFile);
const cleanUp = createCleanUp();
let chart: HelmChart;

before(() => {
  chart = openHelmChart();
  cleanUp.add(() => {
    chart.close();
  });
});

after(() => cleanUp.run());

/** Runs what the pod of `helm test` runs, against another address than the Service's. */
async function runTestPod(
  mode: string,
  address: string,
): Promise<{ readonly code: number; readonly output: string }> {
  const all = chart.manifests('--set', `mode=${mode}`) as readonly Manifest[];
  const [, pod] = everyPod(all).find(([name]) => name === 'dragoman-test') ?? [];
  assert.ok(pod);
  const { args = [] } = container(pod, 'request');
  assert.match(args.at(-1) ?? '', /^http:\/\/dragoman:\d+$/);
  try {
    const { stdout, stderr } = await run(process.execPath, [...args.slice(0, -1), address]);
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, output: stdout + stderr };
  }
}

/** Answers every request alike. */
async function serveModels(status: number, models: readonly string[]): Promise<string> {
  const server = createServer((_, response) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ object: 'list', data: models.map((id) => ({ id })) }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUp.add(() => {
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('chart, pod of helm test', () => {
  it('passes where the models are listed, and names them', async () => {
    const { code, output } = await runTestPod('gateway', await serveModels(200, ['small', 'auto']));
    assert.equal(code, 0, output);
    assert.match(output, /lists small, auto/);
  });

  it('fails where Dragoman is not there, where nobody is, and where somebody else answers', async () => {
    const away = await runTestPod('gateway', await serveModels(503, []));
    assert.equal(away.code, 1);
    assert.match(away.output, /answered 503/);
    const nobody = await runTestPod('gateway', `http://127.0.0.1:${await randomFreePort()}`);
    assert.equal(nobody.code, 1);
    assert.match(nobody.output, /ECONNREFUSED/);
    const other = await runTestPod('gateway', await serveModels(200, ['gpt']));
    assert.equal(other.code, 1);
    assert.match(other.output, /"auto" is not among them/);
  });

  it("asks the extension's own gRPC health service", async () => {
    const work = mkdtempSync(join(tmpdir(), 'dragoman-test-pod-'));
    cleanUp.add(() => {
      rmSync(work, { recursive: true, force: true });
    });
    const port = await randomFreePort();
    const { child } = await startServe({ work, flags: ['--listen', `127.0.0.1:${port}`] });
    cleanUp.add(() => child.stop());
    const address = `http://127.0.0.1:${port}`;
    const { code, output } = await runTestPod('extension', address);
    assert.equal(code, 0, output);
    assert.equal(output.trim(), `${address} serves`);
    const nobody = await runTestPod('extension', `http://127.0.0.1:${await randomFreePort()}`);
    assert.equal(nobody.code, 1);
    assert.match(nobody.output, /ECONNREFUSED/);
  });
});
