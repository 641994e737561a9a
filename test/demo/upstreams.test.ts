import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, describe, it } from 'node:test';
import { startStandInModel } from '../../demo/stand-in-model.js';
import { discoverPool } from '../../demo/upstreams.js';
import { createCleanUp } from '../support/clean-up.js';

describe('the servers that --pool names', () => {
  const cleanUp = createCleanUp();
  after(() => cleanUp.run());

  /** Base URL of a server that answers everything with this status. */
  async function serverOf(status: number): Promise<string> {
    const server = createServer((_, response) => response.writeHead(status).end('no JSON'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    cleanUp.add(
      () =>
        new Promise<void>((resolve) =>
          server.close(() => {
            resolve();
          }),
        ),
    );
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  }

  it('stand for several tiers when they are fewer', async () => {
    const model = await startStandInModel({ name: 'org/mine' });
    cleanUp.add(() => model.close());
    const mine = { url: model.url, model: 'org/mine' };
    assert.deepEqual(
      await discoverPool([model.url]),
      ['small', 'medium', 'large'].map((name) => ({ name, ...mine })),
    );
  });

  it('are told apart: not there, or not found', async () => {
    const gone = await startStandInModel({ name: 'gone' });
    await gone.close();
    await assert.rejects(discoverPool([gone.url]), {
      code: 'usage',
      message: `--pool ${gone.url} cannot be reached: nobody listens there (ECONNREFUSED). Start that server or mend the URL; without --pool, stand-ins answer.`,
    });
    await assert.rejects(discoverPool(['http://models.invalid/v1']), {
      message:
        /^--pool http:\/\/models\.invalid\/v1 cannot be reached: getaddrinfo (ENOTFOUND|EAI_AGAIN) models/,
    });
  });

  it('are told what they lack when they list no model', async () => {
    const [lost, locked] = [await serverOf(404), await serverOf(401)];
    await assert.rejects(discoverPool([lost]), {
      code: 'usage',
      message:
        /\/v1\/models lists no model: it answered 404\. The URL is that of an OpenAI-compatible server/,
    });
    await assert.rejects(discoverPool([locked]), { message: /it answered 401\. .*OPENAI_API_KEY/ });
  });
});
