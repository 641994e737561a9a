import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { objectOf, type JsonObject } from '../../demo/stand-in/json.js';
import { ask, chat } from '../support/ask.js';
import { createCleanUp } from '../support/clean-up.js';
import { eventually } from '../support/eventually.js';
import { GREETING_REGISTRY } from '../support/pool-text.js';
import { type PostgresServer, startPostgres } from '../support/start-postgres.js';
import { startStack, type Stack } from '../support/stack.js';
import { storedRecords } from '../support/stored-records.js';

describe('records in Postgres, while it comes and goes', () => {
  const cleanUp = createCleanUp();
  let postgres: PostgresServer;
  let stack: Stack;

  before(async () => {
    postgres = await startPostgres();
    cleanUp.add(() => postgres.remove());
    const env = { DRAGOMAN_RECORDS: postgres.url };
    stack = await startStack({ registry: GREETING_REGISTRY, flags: ['--encoder', 'none'], env });
    cleanUp.add(() => stack.stop());
  });
  after(() => cleanUp.run());

  async function greet(times: number): Promise<void> {
    const asked = Array.from({ length: times }, () => ask(stack.url, chat('hello there')));
    for (const { status, route } of await Promise.all(asked))
      assert.deepEqual([status, route], [200, 'greeting']);
  }

  async function counts(): Promise<JsonObject> {
    return objectOf(objectOf(await (await fetch(`${stack.admin}/counters`)).json())['records']);
  }

  const written = (count: number): Promise<boolean> =>
    eventually(`${count} records written`, async () => (await counts())['written'] === count);

  it('keeps them for the server, and writes each once', async () => {
    await greet(10);
    await written(10);
    await postgres.stop();
    await greet(10);
    await eventually('the failure', async () => (await counts())['failing']);
    await greet(10);
    await eventually('all to wait', async () => (await counts())['waiting'] === 20);
    await postgres.restart();
    await written(30);
    assert.equal((await storedRecords(postgres.url)).length, 30);
  });

  it('tells the password to nobody', () => {
    const password = new URL(postgres.url).password;
    assert.ok(stack.logs().some((line) => JSON.stringify(line).includes('postgres:')));
    assert.doesNotMatch(JSON.stringify(stack.logs()), new RegExp(password));
  });
});
