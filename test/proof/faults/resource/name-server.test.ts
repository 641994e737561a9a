import assert from 'node:assert/strict';
import { Resolver } from 'node:dns/promises';
import { after, before, describe, it } from 'node:test';
import { type NameServer, startNameServer } from './name-server.js';

const skip = process.getuid?.() === 0 ? false : 'only root may listen on port 53';

describe('startNameServer', { skip }, () => {
  let server: NameServer;
  const resolver = new Resolver({ timeout: 200, tries: 1 });

  before(async () => {
    server = await startNameServer();
    resolver.setServers([server.address]);
  });
  after(() => {
    server.close();
  });

  it('knows one address for every name', async () => {
    assert.deepEqual(await resolver.resolve4('small.models.test'), ['127.0.0.1']);
  });

  it('says that there is no such name, and says nothing, as it is told', async () => {
    server.deed = 'no such name';
    await assert.rejects(resolver.resolve4('small.models.test'), { code: 'ENOTFOUND' });
    server.deed = 'silent';
    await assert.rejects(resolver.resolve4('small.models.test'), { code: 'ETIMEOUT' });
    assert.ok(server.asked >= 2);
  });
});
