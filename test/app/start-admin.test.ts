import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { type Admin, startAdmin } from '../../src/app/start-admin.js';
import { askAdmin } from '../support/ask-admin.js';
import { createCleanUp } from '../support/clean-up.js';
import { memoryLogger } from '../support/memory-logger.js';

describe('startAdmin', () => {
  const cleanUp = createCleanUp();
  const { logger, lines } = memoryLogger();
  after(() => cleanUp.run());

  async function start(admin: string, environment: Readonly<Record<string, string>> = {}): Promise<Admin> {
    const started = await startAdmin({
      ...{ admin, environment, logger, version: '1.2.3' },
      endpoints: (view) => [
        {
          ...{ method: 'GET', path: '/more', summary: 'One more.', response: 'Anything' },
          handle: () => {
            if (!view.ready) throw new Error('too early');
            return { kind: 'json', status: 200, body: { version: view.version } };
          },
        },
      ],
    });
    cleanUp.add(() => started.server.close());
    return started;
  }

  it('shows a service that is starting, and what was added to it', async () => {
    const { server, view } = await start('127.0.0.1:0');
    assert.equal((await askAdmin(server.port, '/readyz')).status, 503);
    assert.deepEqual((await askAdmin(server.port, '/config')).json(), { loaded: false, dragoman: '1.2.3' });
    assert.equal((await askAdmin(server.port, '/more')).status, 500);
    assert.match(lines.join('\n'), /too early/);
    view.ready = true;
    assert.equal((await askAdmin(server.port, '/readyz')).status, 200);
    assert.deepEqual((await askAdmin(server.port, '/more')).json(), { version: '1.2.3' });
  });

  it('takes its token from the environment', async () => {
    const { server } = await start('127.0.0.1:0', { DRAGOMAN_ADMIN_TOKEN: 'one' });
    assert.equal((await askAdmin(server.port, '/config')).status, 401);
    const headers = { authorization: 'Bearer one' };
    assert.equal((await askAdmin(server.port, '/config', { headers })).status, 200);
  });
});
