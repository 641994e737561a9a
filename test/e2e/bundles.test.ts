import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { objectOf, type JsonObject } from '../../demo/stand-in/json.js';
import { openBundleFolder } from '../../src/bundle/bundle-folder.js';
import { openRecordStore } from '../../src/store/open-record-store.js';
import { ask, chat } from '../support/ask.js';
import { startConstantLoad } from '../support/constant-load.js';
import { dragoman } from '../support/dragoman.js';
import { eventually } from '../support/eventually.js';
import { poolText, routeText } from '../support/pool-text.js';
import { type Stack, startStack } from '../support/stack.js';

const EXAMPLES = {
  greeting: [
    'hello there',
    'good morning to you',
    'hi, how are you',
    'nice to meet you',
    'hey, good evening',
  ],
  code: [
    'write a function',
    'fix this bug',
    'refactor the class',
    'compile the program',
    'explain this stack trace',
  ],
};

const REGISTRY = {
  'pool.yaml': poolText(),
  'routes.yaml':
    routeText('greeting', `target: small, examples: ${JSON.stringify(EXAMPLES.greeting)}`) +
    routeText('code', `target: large, examples: ${JSON.stringify(EXAMPLES.code)}`),
};

/** A word that no example has: to whom it belongs, only labels can tell. */
const PROMPT = 'moin moin moin';

/** Rows that say that such prompts are greetings; enough for a part of them to be held out. */
function labels(): string {
  const words = [
    'fruehe',
    'leute',
    'alle',
    'zusammen',
    'kapitaen',
    'nachbar',
    'freunde',
    'hafen',
    'deern',
    'schipper',
  ];
  const rows = words.flatMap((word) =>
    words.flatMap((other) => [
      { text: `moin moin ${word} ${other}`, label: 'greeting' },
      { text: `debug the ${word} function of ${other}`, label: 'code' },
    ]),
  );
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

describe('bundles in service', () => {
  const work = mkdtempSync(join(tmpdir(), 'dragoman-bundles-'));
  const bundles = join(work, 'bundles');
  const data = join(work, 'labels.jsonl');
  const records = `sqlite:${join(work, 'records.db')}`;
  let stack: Stack;
  let version = '';

  const run = (...argv: readonly string[]): string => {
    const { status, stdout, stderr } = dragoman(argv);
    assert.equal(status, 0, stderr);
    return stdout;
  };
  const bundle = (...argv: readonly string[]): string => run('bundle', ...argv, '--bundles', bundles);
  const counters = async (): Promise<JsonObject> =>
    objectOf(objectOf(await (await fetch(`${stack.admin}/counters`)).json())['bundles']);
  const routeOf = async (): Promise<string | null> => (await ask(stack.url, chat(PROMPT))).route;

  before(async () => {
    writeFileSync(data, labels());
    const registry = join(work, 'registry.yaml');
    const text = Object.values(REGISTRY)
      .join('')
      .replaceAll(/\{\{([a-z]+)\}\}/g, 'http://$1:8000/v1');
    writeFileSync(registry, text);
    run('train', registry, '--data', data, '--bundles', bundles, '--encoder', 'none');
    [version = ''] = await openBundleFolder(bundles).list();
    stack = await startStack({
      registry: REGISTRY,
      flags: [...['--encoder', 'none', '--bundles', bundles], ...['--records', records]],
    });
  });
  after(async () => {
    await stack.stop();
    rmSync(work, { recursive: true, force: true });
  });

  it('changes a route without a restart and without a failed request, and back', async () => {
    assert.notEqual(await routeOf(), 'greeting');
    const load = startConstantLoad(stack.url, [chat('hello there'), chat(PROMPT), chat('fix this bug')]);
    try {
      await eventually('the load to run', () => load.answers.length > 30);
      bundle('promote', version);
      await eventually('the new head', async () => (await routeOf()) === 'greeting');
      assert.equal((await counters())['active'], version);
      bundle('rollback');
      await eventually('the old head', async () => (await routeOf()) !== 'greeting');
      assert.equal((await counters())['active'], null);
      const seen = load.answers.length;
      await eventually('the load to go on', () => load.answers.length > seen + 30);
    } finally {
      await load.stop();
    }
    assert.deepEqual(load.errors, []);
    assert.deepEqual([...new Set(load.answers.map(({ status }) => status))], [200]);
  });

  it('lets a candidate judge silently, and records what it would have decided', async () => {
    bundle('nominate', version);
    await eventually('the candidate', async () => (await counters())['candidate'] === version);
    const decided = await ask(stack.url, chat(PROMPT));
    assert.notEqual(decided.route, 'greeting');
    const challenger = await eventually('the judgement', async () => {
      const judged = objectOf((await counters())['challenger']);
      return Number(judged['scored']) > 0 && judged;
    });
    assert.equal(challenger['agreed'], 0);
    assert.equal(challenger['failed'], 0);
    const recorded = await eventually('the record', async () => {
      const store = await openRecordStore(records);
      try {
        return await store.find(decided.decision ?? '');
      } finally {
        await store.close();
      }
    });
    assert.deepEqual(recorded.challenger, { name: version, route: 'greeting', model: 'small' });
    assert.equal(recorded.bundle, null);
    bundle('nominate', 'none');
    await eventually('the end of it', async () => (await counters())['candidate'] === null);
  });

  it('serves on when the folder names a bundle that cannot be used', async () => {
    bundle('promote', version);
    await eventually('the head', async () => (await routeOf()) === 'greeting');
    writeFileSync(join(bundles, 'ffffffffffff.json.gz'), 'no bundle');
    writeFileSync(join(bundles, 'active'), 'ffffffffffff\n');
    await eventually('the complaint', () =>
      stack
        .logs()
        .some(({ msg, bundle: named }) => msg === 'a bundle cannot be used' && named === 'ffffffffffff'),
    );
    assert.equal(await routeOf(), 'greeting');
    assert.equal((await counters())['active'], version);
  });
});
