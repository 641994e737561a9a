import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { objectOf, type JsonObject } from '../../demo/stand-in/json.js';
import { ask, chat } from '../support/ask.js';
import { createCleanUp, type CleanUp } from '../support/clean-up.js';
import { eventually } from '../support/eventually.js';
import { GREETING_REGISTRY } from '../support/pool-text.js';
import { startStack, type Stack } from '../support/stack.js';
import { storedRecords } from '../support/stored-records.js';
import { temporaryFolder } from '../support/temporary-folder.js';

async function startWith(cleanUp: CleanUp, path: string): Promise<Stack> {
  const flags = ['--encoder', 'none', '--records', `sqlite:${path}`];
  const stack = await startStack({ registry: GREETING_REGISTRY, flags });
  cleanUp.add(() => stack.stop());
  return stack;
}

async function greet(stack: Stack, times: number): Promise<void> {
  const answers = await Promise.all(Array.from({ length: times }, () => ask(stack.url, chat('hello there'))));
  for (const { status, route } of answers) assert.deepEqual([status, route], [200, 'greeting']);
}

async function counts(stack: Stack): Promise<JsonObject> {
  const response = await fetch(`${stack.admin}/counters`);
  return objectOf(objectOf(await response.json())['records']);
}

const written = (stack: Stack, count: number): Promise<boolean> =>
  eventually(`${count} records written`, async () => (await counts(stack))['written'] === count);

const lines = (stack: Stack, message: string): readonly JsonObject[] =>
  stack.logs().filter((line) => line['msg'] === message && (line['what'] ?? 'records') === 'records');

const FAILS = 'the store fails; what is to be kept waits and is tried again';

describe('records when Dragoman ends', () => {
  const folder = temporaryFolder();

  it('are all there after SIGTERM, with their outcomes', async () => {
    const cleanUp = createCleanUp();
    const path = join(folder, 'stopped.db');
    try {
      const stack = await startWith(cleanUp, path);
      await greet(stack, 40);
      await stack.dragoman().stop(20_000);
      const records = await storedRecords(`sqlite:${path}`);
      assert.equal(records.length, 40);
      assert.deepEqual(new Set(records.map(({ outcome }) => outcome?.status)), new Set([200]));
    } finally {
      await cleanUp.run();
    }
  });

  it('are there after SIGKILL, the last unwritten batch excepted, and more can be added', async () => {
    const cleanUp = createCleanUp();
    const path = join(folder, 'killed.db');
    try {
      const stack = await startWith(cleanUp, path);
      await greet(stack, 20);
      await written(stack, 20);
      await greet(stack, 20);
      stack.dragoman().signal('SIGKILL');
      await stack.dragoman().ended;
      const found = (await storedRecords(`sqlite:${path}`)).length;
      assert.ok(found >= 20 && found <= 40, `${found} records`);
      await stack.restartDragoman();
      await greet(stack, 5);
      await written(stack, 5);
      assert.equal((await storedRecords(`sqlite:${path}`)).length, found + 5);
    } finally {
      await cleanUp.run();
    }
  });
});

describe('records whose store fails', () => {
  const folder = temporaryFolder();

  interface Trouble {
    readonly name: string;
    readonly path: string;
    readonly cause: () => Promise<void>;
    readonly mend: () => Promise<void>;
  }

  const blocked = join(folder, 'blocked');
  const corrupt = join(folder, 'corrupt.db');
  const troubles: readonly Trouble[] = [
    {
      name: 'a file where its folder should be',
      path: join(blocked, 'records.db'),
      cause: () => writeFile(blocked, 'no folder'),
      mend: async () => {
        await rm(blocked);
        await mkdir(blocked);
      },
    },
    {
      name: 'a file that is no database',
      path: corrupt,
      cause: () => writeFile(corrupt, 'this is no database. '.repeat(500)),
      mend: () => rm(corrupt),
    },
  ];

  for (const { name, path, cause, mend } of troubles) {
    it(`wait while requests are served, and are written when it is mended: ${name}`, async () => {
      const cleanUp = createCleanUp();
      try {
        await cause();
        const stack = await startWith(cleanUp, path);
        await greet(stack, 10);
        await eventually('the failure', async () => (await counts(stack))['failing']);
        await greet(stack, 10);
        await eventually('all to wait', async () => (await counts(stack))['waiting'] === 20);
        await mend();
        await written(stack, 20);
        await eventually('the end of it', () => lines(stack, 'the store is well again').length > 0);
        assert.equal(lines(stack, FAILS).length, 1);
        assert.equal((await storedRecords(`sqlite:${path}`)).length, 20);
      } finally {
        await cleanUp.run();
      }
    });
  }

  it('are counted as dropped when it is never mended', async () => {
    const cleanUp = createCleanUp();
    try {
      const stack = await startWith(cleanUp, join(folder, 'nowhere', 'records.db'));
      await greet(stack, 10);
      await stack.dragoman().stop(20_000);
      const [line] = lines(stack, 'the last records could not be written');
      assert.equal(objectOf(line?.['dropped'])['ended'], 10);
    } finally {
      await cleanUp.run();
    }
  });

  it('wait when their folder goes away, and are written when it is back', async () => {
    const cleanUp = createCleanUp();
    const gone = join(folder, 'gone');
    try {
      await mkdir(gone);
      const stack = await startWith(cleanUp, join(gone, 'records.db'));
      await greet(stack, 5);
      await written(stack, 5);
      await rm(gone, { recursive: true });
      await greet(stack, 5);
      await eventually('the failure', async () => (await counts(stack))['failing']);
      await mkdir(gone);
      await greet(stack, 5);
      await written(stack, 15);
      assert.equal((await storedRecords(`sqlite:${join(gone, 'records.db')}`)).length, 10);
    } finally {
      await cleanUp.run();
    }
  });
});
