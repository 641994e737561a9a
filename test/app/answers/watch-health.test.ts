import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { watchHealth } from '../../../src/app/answers/watch-health.js';
import { eventually } from '../../support/eventually.js';

interface Admin {
  readonly host: string;
  readonly port: number;
  readonly asked: string[];
}

async function startAdmin(t: TestContext, healthy: number): Promise<Admin> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end(
      JSON.stringify({ stats: [{ name: 'cluster.model/small.membership_healthy', value: healthy }] }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port, asked };
}

describe('watchHealth', () => {
  it('tells what Envoy says', async (t) => {
    const down = watchHealth(await startAdmin(t, 0), () => true);
    const up = watchHealth(await startAdmin(t, 1), () => true);
    t.after(down.stop);
    t.after(up.stop);
    await eventually(
      'both were read',
      () => down.of('small') === 'unhealthy' && up.of('small') === 'healthy',
    );
    assert.equal(up.of('other'), 'unknown');
  });

  it('knows nothing, rather than anything bad, when Envoy does not answer', async (t) => {
    const watch = watchHealth({ host: '127.0.0.1', port: 1 }, () => true);
    t.after(watch.stop);
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(watch.of('small'), 'unknown');
  });

  it('does not ask while nobody needs it', async (t) => {
    const admin = await startAdmin(t, 1);
    const watch = watchHealth(admin, () => false);
    t.after(watch.stop);
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.deepEqual(admin.asked, []);
  });
});
